package io.bellwether.deploy;

import io.bellwether.foundation.End;
import io.bellwether.keydelivery.TestAuthority;
import io.bellwether.keydelivery.TestAuthority.Validity;
import io.bellwether.keydelivery.conformance.KmePair;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

import javax.net.ssl.SSLContext;

/** The key delivery of two daemons, and certificates of the authority that they trust. */
final class DaemonKmes implements KmePair {
    private final Pair pair;
    private final TestAuthority good;
    private final TestAuthority namesake;

    /**
     * @param folder in which {@code bellwether init} made the pair
     */
    DaemonKmes(Pair pair, Path folder) throws IOException, GeneralSecurityException {
        this.pair = pair;
        X509Certificate authority = certificate(folder.resolve("authorities/sae.crt"));
        this.good =
                new TestAuthority(
                        authority,
                        new KeyPair(
                                authority.getPublicKey(),
                                KeyFactory.getInstance("EC")
                                        .generatePrivate(
                                                key(folder.resolve("authorities/sae.key")))),
                        certificate(folder.resolve("saes/ca.crt")));
        this.namesake = new TestAuthority("Bellwether application authority");
    }

    private static X509Certificate certificate(Path file)
            throws IOException, GeneralSecurityException {
        try (var content = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(content);
        }
    }

    private static PKCS8EncodedKeySpec key(Path file) throws IOException {
        String pem = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").strip();
        return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem));
    }

    @Override
    public int port(End end) {
        return pair.deliveryPort(end);
    }

    @Override
    public SSLContext client(ClientKind kind, String saeId) {
        String name = "\"" + saeId + "\"";
        Instant now = Instant.now();
        return good.clientContext(
                switch (kind) {
                    case GOOD -> good.issue(name);
                    case NONE -> null;
                    case FOREIGN -> namesake.issue(name);
                    case EXPIRED ->
                            good.issue(
                                    name,
                                    new Validity(now.minusSeconds(7200), now.minusSeconds(60)));
                    case NOT_YET_VALID ->
                            good.issue(
                                    name,
                                    new Validity(now.plusSeconds(3600), now.plusSeconds(7200)));
                });
    }
}
