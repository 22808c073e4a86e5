package io.bellwether.node.audit;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.bellwether.foundation.End;
import io.bellwether.node.NodeSettings;
import io.bellwether.node.audit.BlockCertificate.Terms;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.BlockTerms;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.verification.Verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of one certificate whose signature is right: every sum, and the key length. */
final class CertificateCheck {
    private final BlockCertificate certificate;
    private final SessionParameters parameters;
    private final List<String> problems = new ArrayList<>();
    private long recomputedKeyBits;

    CertificateCheck(BlockCertificate certificate) {
        this.certificate = certificate;
        this.parameters = certificate.parameters();
    }

    /** What does not hold, in words; empty if all does. */
    List<String> problems() {
        return problems;
    }

    /** What the theorem gives for what is certified; 0 if nothing. */
    long recomputedKeyBits() {
        return recomputedKeyBits;
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
        try {
            certificate.terms().ifPresent(this::checkTerms);
            certificate
                    .counts()
                    .ifPresent(counts ->
                            problems.addAll(new CountsCheck(certificate, counts).problems()));
            checkOutcome();
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.add("a value is outside its limits: " + e.getMessage());
        }
    }

    private void require(boolean holds, String problem, Object... values) {
        if (!holds) {
            problems.add(problem.formatted(values));
        }
    }

    private void checkTerms(Terms terms) {
        if (parameters.protocol() instanceof Protocol.Chsh chsh) {
            checkThreshold(terms, chsh);
        }
        checkEpsilon(terms.epsilon());
        require(
                terms.code().blockBits() * pairs() == terms.rawKeyBits(),
                "code.blockBits: %d; limit rawKeyBits = %d for each of %d pairs of boxes",
                terms.code().blockBits(),
                terms.rawKeyBits(),
                pairs());
        checkKeyLength(terms);
    }

    private int pairs() {
        return parameters.protocol().boxPairs();
    }

    private void checkThreshold(Terms terms, Protocol.Chsh chsh) {
        double winThreshold =
                BlockParameters.winThreshold(
                        parameters.pairRounds(),
                        parameters.testShare(),
                        chsh.expectedChsh(),
                        chsh.thresholdSigmas());
        require(
                terms.winThreshold().equals(Optional.of(winThreshold)),
                "winThreshold: %s; the parameters give %s",
                terms.winThreshold().map(String::valueOf).orElse("missing"),
                winThreshold);
    }

    private void checkEpsilon(EpsilonBudget epsilon) {
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
    }

    private void checkKeyLength(Terms terms) {
        BlockTerms block = terms.block(parameters);
        require(
                terms.theorem().equals(parameters.theorem().claimId()),
                "theorem: %s; the parameters name %s",
                terms.theorem(),
                parameters.theorem().claimId());
        AuditedKeyLength again;
        try {
            again =
                    AuditedKeyLength.of(
                            parameters, terms, block, certificate.announcedLostTestRounds());
        } catch (IllegalArgumentException | JsonProcessingException e) {
            problems.add("theorem: cannot be applied again: " + e.getMessage());
            return;
        }
        recomputedKeyBits = again.ofBlock();
        checkPublished(terms, again.plan());
        require(
                terms.certifiedKeyBits() == again.shortest(),
                "certifiedKeyBits: %d; %s gives %d",
                terms.certifiedKeyBits(),
                terms.theorem(),
                again.shortest());
    }

    private void checkPublished(Terms terms, BlockPlan plan) {
        require(
                terms.maxLostTestRounds() == plan.maxLostTestRounds(),
                "maxLostTestRounds: %d; the threshold gives %d",
                terms.maxLostTestRounds(),
                plan.maxLostTestRounds());
        require(
                terms.rawKeyBits() == plan.block().rawKeyBits(),
                "rawKeyBits: %d; these parameters give %d",
                terms.rawKeyBits(),
                plan.block().rawKeyBits());
        require(
                terms.leakedBits() == plan.leakedBits(),
                "leakedBits: %d; these parameters publish %d",
                terms.leakedBits(),
                plan.leakedBits());
        require(
                terms.code().equals(plan.code()),
                "code: %s; these parameters give %s",
                terms.code(),
                plan.code());
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
            case "aborted", "laboratory" -> {
                require(
                        certificate.keyBits() == 0 && certificate.partition().isEmpty(),
                        "keyBits: %d of a block without a key; limit 0",
                        certificate.keyBits());
                require(
                        certificate.outcome().equals("laboratory")
                                || !certificate.reason().isEmpty(),
                        "reason: missing");
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
                "announcedLostTestRounds: present exactly if the theorem's length varies");
        require(certificate.partition().isPresent(), "partition: missing");
        certificate.partition().ifPresent(this::checkPartition);
        require(
                certificate.counts().isPresent() || certificate.end() == End.ALICE,
                "counts: missing; Bob has accepted the block by them");
        if (certificate.counts().isPresent() && certificate.terms().isPresent()) {
            long lost = certificate.counts().get().lostTestRounds();
            long limit = certificate.terms().get().maxLostTestRounds();
            require(lost <= limit * pairs(), "lostTestRounds: %d; limit %d", lost, limit * pairs());
            long announced = certificate.announcedLostTestRounds().orElse(lost);
            require(
                    announced <= lost && (announced * pairs() >= lost),
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
