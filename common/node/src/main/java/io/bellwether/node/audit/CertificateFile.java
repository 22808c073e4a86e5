package io.bellwether.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.node.status.Json;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/**
 * The form of a certificate in a file: JSON in exactly one spelling, so that no byte can be changed
 * without a trace. The signature is over the certificate in its compact spelling; the signer's own
 * certificate stands beside it, and its fingerprint is signed.
 */
record CertificateFile(JsonNode certificate, X509Certificate signer, byte[] signature) {
    private static final ObjectMapper TREE =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final DefaultPrettyPrinter FORM =
            new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    static CertificateFile sign(BlockCertificate certificate, CertificateSigner signer) {
        JsonNode tree = Json.MAPPER.valueToTree(certificate);
        return new CertificateFile(
                tree,
                signer.certificate(),
                signer.sign(bytes(tree).getBytes(StandardCharsets.UTF_8)));
    }

    /** The file's content. */
    byte[] toBytes() {
        try {
            ObjectNode file = TREE.createObjectNode();
            file.set("certificate", certificate);
            file.put("signer", signer.getEncoded());
            file.put("signature", signature);
            return (TREE.writer(FORM).writeValueAsString(file) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
    }

    /**
     * @throws IllegalArgumentException if the content is not a certificate in its one spelling; the
     *     message says what is wrong
     */
    static CertificateFile parse(byte[] content) {
        CertificateFile file;
        try {
            JsonNode tree = TREE.readTree(content);
            file =
                    new CertificateFile(
                            tree.path("certificate"),
                            certificate(Base64.getDecoder().decode(tree.path("signer").asText())),
                            Base64.getDecoder().decode(tree.path("signature").asText()));
        } catch (java.io.IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a certificate of a block", e);
        }
        if (!Arrays.equals(content, file.toBytes())) {
            throw new IllegalArgumentException("not in the one form that a certificate has");
        }
        return file;
    }

    private static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    /** Whether the signer signed exactly this, and names itself in it. */
    boolean isSigned() {
        return CertificateSigner.verifies(
                        signer.getPublicKey(),
                        bytes(certificate).getBytes(StandardCharsets.UTF_8),
                        signature)
                && certificate
                        .path("signerSha256")
                        .asText()
                        .equals(CertificateSigner.fingerprint(signer));
    }

    /**
     * @throws IllegalArgumentException if a value is missing or outside its limits
     */
    BlockCertificate content() {
        try {
            return Json.MAPPER.treeToValue(certificate, BlockCertificate.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a value is missing or impossible: " + e.getOriginalMessage(), e);
        }
    }

    private static String bytes(JsonNode tree) {
        try {
            return TREE.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a certificate cannot be written", e);
        }
    }
}
