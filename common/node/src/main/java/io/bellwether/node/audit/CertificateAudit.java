package io.bellwether.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.bellwether.node.NodeSettings;
import io.bellwether.node.audit.BlockCertificate.Cell;
import io.bellwether.node.audit.BlockCertificate.Counts;
import io.bellwether.node.audit.BlockCertificate.Terms;
import io.bellwether.node.status.Json;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.ChosenParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenRenyi;
import io.bellwether.securityproof.Theorem;
import io.bellwether.verification.Verification;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks a certificate: the form to the last byte, the signature, every sum, and the key length,
 * which is computed again from what is certified.
 */
public final class CertificateAudit {
    private final Optional<X509Certificate> authority;

    private CertificateAudit(Optional<X509Certificate> authority) {
        this.authority = authority;
    }

    /** Takes any signer: that a certificate is whole, not whose it is. */
    public static CertificateAudit ofAnySigner() {
        return new CertificateAudit(Optional.empty());
    }

    /**
     * Takes only signers whose certificates an authority has issued, each for its own node.
     *
     * @param authority PEM
     * @throws IOException if the file cannot be read or holds no certificate
     */
    public static CertificateAudit issuedBy(Path authority) throws IOException {
        return new CertificateAudit(Optional.of(CertificateSigner.readCertificate(authority)));
    }

    /** Audits the content of a file. */
    public AuditResult audit(String name, byte[] content) {
        CertificateFile file;
        BlockCertificate certificate;
        try {
            file = CertificateFile.parse(content);
            if (!file.isSigned()) {
                return AuditResult.unreadable(
                        name, "the signature is wrong: something was changed");
            }
            certificate = file.content();
        } catch (IllegalArgumentException e) {
            return AuditResult.unreadable(name, e.getMessage());
        }
        var check = new Check(certificate);
        check.run();
        checkSigner(file, certificate, check.problems);
        return new AuditResult(
                name,
                check.problems.isEmpty(),
                List.copyOf(check.problems),
                certificate.block(),
                certificate.end(),
                certificate.outcome(),
                certificate.reason(),
                certificate.terms().map(Terms::theorem).orElse(""),
                certificate.keyBits(),
                check.recomputedKeyBits,
                certificate.terms().map(terms -> terms.epsilon().soundness()).orElse(0.0),
                certificate.frameRounds(),
                file.signer().getSubjectX500Principal().getName(),
                authority.isPresent());
    }

    private void checkSigner(
            CertificateFile file, BlockCertificate certificate, List<String> problems) {
        authority.ifPresent(issuer -> {
            try {
                file.signer().verify(issuer.getPublicKey());
                file.signer().checkValidity(Date.from(certificate.ended()));
                if (!file.signer()
                        .getIssuerX500Principal()
                        .equals(issuer.getSubjectX500Principal())) {
                    problems.add("signer: issued by another authority");
                }
            } catch (GeneralSecurityException e) {
                problems.add("signer: not issued by the authority, or not valid when it signed");
            }
            String commonName = "CN=" + certificate.node();
            if (!file.signer().getSubjectX500Principal().getName().equals(commonName)) {
                problems.add(
                        "signer: %s cannot certify for node %s"
                                .formatted(
                                        file.signer().getSubjectX500Principal().getName(),
                                        certificate.node()));
            }
        });
    }

    /** The checks of one certificate whose signature is right. */
    private static final class Check {
        private final BlockCertificate certificate;
        private final SessionParameters parameters;
        private final List<String> problems = new ArrayList<>();
        private long recomputedKeyBits;

        Check(BlockCertificate certificate) {
            this.certificate = certificate;
            this.parameters = certificate.parameters();
        }

        void run() {
            require(
                    certificate.format() == BlockCertificate.FORMAT,
                    "format: %d; this program knows %d",
                    certificate.format(),
                    BlockCertificate.FORMAT);
            require(
                    certificate.frameRounds() >= 1,
                    "frameRounds: %d; limit at least 1",
                    certificate.frameRounds());
            certificate.terms().ifPresent(this::checkTerms);
            certificate.counts().ifPresent(this::checkCounts);
            checkOutcome();
        }

        private void require(boolean holds, String problem, Object... values) {
            if (!holds) {
                problems.add(problem.formatted(values));
            }
        }

        private void checkTerms(Terms terms) {
            double winThreshold =
                    BlockParameters.winThreshold(
                            parameters.blockRounds(),
                            parameters.testProbability(),
                            parameters.expectedChsh(),
                            parameters.thresholdSigmas());
            require(
                    terms.winThreshold() == winThreshold,
                    "winThreshold: %s; the parameters give %s",
                    terms.winThreshold(),
                    winThreshold);
            var epsilon = terms.epsilon();
            require(
                    epsilon.soundness() <= parameters.epsilonSoundness(),
                    "epsilon: the parts sum to %s; limit %s",
                    epsilon.soundness(),
                    parameters.epsilonSoundness());
            require(
                    epsilon.correctness() >= Verification.failureBound(parameters.blockRounds()),
                    "epsilon.correctness: %s; limit at least %s",
                    epsilon.correctness(),
                    Verification.failureBound(parameters.blockRounds()));
            double forgery = NodeSettings.epsilonAuthentication(parameters);
            require(
                    epsilon.authentication() >= forgery,
                    "epsilon.authentication: %s; limit at least %s",
                    epsilon.authentication(),
                    forgery);
            long published = terms.code().syndromeBits() + Verification.tagBits();
            require(
                    terms.leakedBits() >= published,
                    "leakedBits: %d; syndrome and verification alone are %d",
                    terms.leakedBits(),
                    published);
            require(
                    terms.code().blockBits() == parameters.blockRounds(),
                    "code.blockBits: %d; limit blockRounds = %d",
                    terms.code().blockBits(),
                    parameters.blockRounds());
            checkKeyLength(terms);
        }

        private void checkKeyLength(Terms terms) {
            var block =
                    new BlockParameters(
                            parameters.blockRounds(),
                            parameters.testProbability(),
                            terms.winThreshold(),
                            terms.leakedBits(),
                            terms.epsilon());
            require(
                    terms.maxLostTestRounds() == block.maxLostTestRounds(),
                    "maxLostTestRounds: %d; the threshold gives %d",
                    terms.maxLostTestRounds(),
                    block.maxLostTestRounds());
            long shortest;
            try {
                shortest = keyBits(terms, block, block.maxLostTestRounds());
                recomputedKeyBits =
                        keyBits(
                                terms,
                                block,
                                certificate
                                        .announcedLostTestRounds()
                                        .orElse(block.maxLostTestRounds()));
            } catch (IllegalArgumentException | JsonProcessingException e) {
                problems.add("theorem: cannot be applied again: " + e.getMessage());
                return;
            }
            require(
                    terms.certifiedKeyBits() == shortest,
                    "certifiedKeyBits: %d; %s gives %d",
                    terms.certifiedKeyBits(),
                    terms.theorem(),
                    shortest);
        }

        private long keyBits(Terms terms, BlockParameters block, long lostTestRounds)
                throws JsonProcessingException {
            Theorem theorem = parameters.theorem();
            require(
                    terms.theorem().equals(theorem.claimId()),
                    "theorem: %s; the parameters name %s",
                    terms.theorem(),
                    theorem.claimId());
            Class<? extends ChosenParameters> form =
                    theorem == Theorem.KEYLEN_EAT_OXFORD
                            ? KeylenEatOxford.FreeParameters.class
                            : KeylenRenyi.FreeParameters.class;
            ChosenParameters chosen = Json.MAPPER.treeToValue(terms.freeParameters(), form);
            KeyLength length =
                    theorem.keyLength(
                            block,
                            chosen,
                            theorem.variableLength()
                                    ? OptionalLong.of(lostTestRounds)
                                    : OptionalLong.empty());
            return length instanceof KeyLength.Certified certified
                            && certified.keyBits() >= BlockPlan.LEAST_KEY_BITS
                    ? certified.keyBits()
                    : 0;
        }

        private void checkCounts(Counts counts) {
            long lost = 0;
            long testRounds = 0;
            for (Cell cell : counts.testRounds()) {
                testRounds += cell.equal() + cell.different();
                lost += cell.x() == 1 && cell.y() == 1 ? cell.equal() : cell.different();
                require(
                        cell.equal() >= 0 && cell.different() >= 0,
                        "counts: negative at x = %d, y = %d",
                        cell.x(),
                        cell.y());
            }
            require(
                    lost == counts.lostTestRounds(),
                    "lostTestRounds: %d; the counts give %d",
                    counts.lostTestRounds(),
                    lost);
            require(
                    testRounds + counts.keyRounds() == parameters.blockRounds(),
                    "counts: %d test and %d key rounds; limit %d together",
                    testRounds,
                    counts.keyRounds(),
                    parameters.blockRounds());
        }

        private void checkOutcome() {
            switch (certificate.outcome()) {
                case "accepted" -> checkAccepted();
                case "undecided" ->
                        require(
                                certificate.keyBits() == recomputedKeyBits,
                                "keyBits: %d; the theorem gives %d",
                                certificate.keyBits(),
                                recomputedKeyBits);
                case "aborted" -> {
                    require(
                            certificate.keyBits() == 0 && certificate.partition().isEmpty(),
                            "keyBits: %d of an aborted block; limit 0",
                            certificate.keyBits());
                    require(!certificate.reason().isEmpty(), "reason: missing");
                }
                default -> problems.add("outcome: %s is unknown".formatted(certificate.outcome()));
            }
        }

        private void checkAccepted() {
            require(
                    recomputedKeyBits > 0 && certificate.keyBits() == recomputedKeyBits,
                    "keyBits: %d; the theorem gives %d",
                    certificate.keyBits(),
                    recomputedKeyBits);
            require(
                    parameters.settingSource() != SettingSource.RECORDED,
                    "settingSource: a record gives no key");
            require(
                    certificate.transcriptDigest().length() == 64,
                    "transcriptDigest: missing for an accepted block");
            require(
                    certificate.announcedLostTestRounds().isPresent()
                            == parameters.theorem().variableLength(),
                    "announcedLostTestRounds: present only if the theorem's length varies");
            require(certificate.partition().isPresent(), "partition: missing");
            certificate.partition().ifPresent(this::checkPartition);
            if (certificate.counts().isPresent() && certificate.terms().isPresent()) {
                long lost = certificate.counts().get().lostTestRounds();
                long limit = certificate.terms().get().maxLostTestRounds();
                require(lost <= limit, "lostTestRounds: %d; limit %d", lost, limit);
                require(
                        certificate.announcedLostTestRounds().orElse(lost) == lost,
                        "announcedLostTestRounds: %s; the counts give %d",
                        certificate.announcedLostTestRounds(),
                        lost);
            }
        }

        private void checkPartition(KeyPartition partition) {
            long parts = partition.deliverableBits() + partition.refillBits();
            require(
                    partition.aliceStreamBits() >= 0
                            && partition.bobStreamBits() >= 0
                            && partition.refillBits() >= 0
                            && parts <= certificate.keyBits(),
                    "partition: %d bits are divided; limit keyBits = %d",
                    parts,
                    certificate.keyBits());
        }
    }
}
