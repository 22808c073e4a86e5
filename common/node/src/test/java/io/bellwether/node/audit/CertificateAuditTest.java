package io.bellwether.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.End;
import io.bellwether.node.NodeSettings;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.status.BlockResult;
import io.bellwether.node.status.Json;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Protocol;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.Theorem;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Certificates of Bob's node, as `bellwether init` sets it up, for the default block. */
class CertificateAuditTest {
    private static final byte[] DIGEST = new byte[32];

    @TempDir static Path pair;
    private static NodeConfiguration bob;
    private static CertificateSigner signer;
    private static BlockPlan plan;

    @BeforeAll
    static void initialise() throws Exception {
        Path folder = pair.resolve("pair");
        Initialisation.run(InitialisationPlan.of(folder), new SecureRandom(), Instant.now());
        bob =
                ((ConfigurationResult.Loaded)
                                ConfigurationReader.read(folder.resolve("bob/bellwether.yml")))
                        .configuration();
        signer = CertificateSigner.load(bob.link().certificate(), bob.link().privateKey());
        plan = NodeSettings.plan(bob);
    }

    private static BlockOutcome.Accepted accepted() {
        return new BlockOutcome.Accepted(
                plan.keyBits(),
                plan.partition(plan.keyBits(), plan.maxRefillBits()),
                OptionalLong.empty());
    }

    /** Counts with so many lost test rounds, near what the experiment of 2022 gave. */
    private static BlockStatistics statistics(long lost) {
        long quarter = 19_000;
        long lostPerCell = lost / 4;
        long won = quarter - lostPerCell;
        long keyRounds = plan.parameters().blockRounds() - 4 * quarter;
        return ChshStatistics.of(
                new long[][] {{won, won}, {won, lostPerCell + lost % 4}},
                new long[][] {
                    {lostPerCell, lostPerCell}, {lostPerCell, quarter - lostPerCell - lost % 4}
                },
                keyRounds - 20_000,
                20_000);
    }

    private static EndedBlock ended(BlockOutcome outcome, Optional<BlockStatistics> statistics) {
        return ended(plan, outcome, statistics);
    }

    private static EndedBlock ended(
            BlockPlan plan, BlockOutcome outcome, Optional<BlockStatistics> statistics) {
        String name =
                switch (outcome) {
                    case BlockOutcome.Accepted done -> "accepted";
                    case BlockOutcome.Aborted done -> "aborted";
                    case BlockOutcome.Undecided done -> "undecided";
                    case BlockOutcome.Laboratory done -> "laboratory";
                };
        String reason = outcome instanceof BlockOutcome.Aborted done ? done.reason().name() : "";
        BlockResult result =
                new BlockResult(
                        "39985335-e3ac-48f4-8026-17941cd5f0b2",
                        name,
                        reason,
                        "a detail that stays here",
                        plan.parameters().blockRounds(),
                        outcome instanceof BlockOutcome.Accepted done ? done.keyBits() : 0,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        0,
                        Map.of(),
                        3.25,
                        Instant.now());
        return new EndedBlock(
                result,
                outcome,
                plan.parameters(),
                Optional.of(plan),
                statistics,
                Optional.of(DIGEST));
    }

    private static BlockCertificate certificate(EndedBlock ended) {
        return certificate(ended, End.BOB);
    }

    private static BlockCertificate certificate(EndedBlock ended, End end) {
        return BlockCertificate.of(ended, bob.node().name(), end, "test", signer.fingerprint());
    }

    private static BlockCertificate good() {
        return certificate(ended(accepted(), Optional.of(statistics(12_500))));
    }

    private static AuditResult audit(byte[] content) {
        return CertificateAudit.ofAnySigner().audit("file", content);
    }

    private static AuditResult audit(BlockCertificate certificate) {
        return audit(CertificateFile.sign(certificate, signer).toBytes());
    }

    @Test
    @DisplayName("the certificate of an accepted block holds, and gives its key length again")
    void holds() {
        AuditResult result = audit(good());
        assertThat(result.problems()).isEmpty();
        assertThat(result.holds()).isTrue();
        assertThat(result.recomputedKeyBits()).isEqualTo(result.keyBits()).isPositive();
        assertThat(result.theorem()).isEqualTo("KEYLEN-EAT-OXFORD");
        assertThat(result.frameRounds()).isEqualTo(1);
    }

    @Test
    @DisplayName("a key length that follows the announced losses holds, and no other number does")
    void variableLength() {
        BlockPlan variable =
                BlockPlan.proposed(
                        plan.parameters()
                                .with(
                                        ((Protocol.Chsh) plan.parameters().protocol())
                                                .under(Theorem.KEYLEN_RENYI_VARIABLE)),
                        plan.block().epsilon().authentication());
        long lost = 12_500;
        var length =
                (KeyLength.Certified)
                        variable.keyLength(
                                AcceptedEstimate.statedByPeer(
                                        variable.maxLostTestRounds(), OptionalLong.of(lost)));
        for (long announced : new long[] {lost, lost - 1, lost + 1}) {
            var outcome =
                    new BlockOutcome.Accepted(
                            length.keyBits(),
                            variable.partition(length.keyBits(), variable.maxRefillBits()),
                            OptionalLong.of(announced));
            AuditResult withCounts =
                    audit(certificate(ended(variable, outcome, Optional.of(statistics(lost)))));
            AuditResult atAlice =
                    audit(certificate(ended(variable, outcome, Optional.empty()), End.ALICE));

            assertThat(withCounts.holds()).as("%s", withCounts).isEqualTo(announced == lost);
            assertThat(atAlice.holds()).as("%s", atAlice).isEqualTo(announced == lost);
        }
    }

    @Test
    @DisplayName("Alice's certificate, which has no counts, and undecided and aborted ones hold")
    void otherOutcomes() {
        EndedBlock withoutCounts = ended(accepted(), Optional.empty());
        assertThat(audit(certificate(withoutCounts, End.ALICE)).holds()).isTrue();
        assertThat(audit(certificate(withoutCounts, End.BOB)).problems())
                .containsExactly("counts: missing; Bob has accepted the block by them");
        assertThat(
                        audit(
                                        certificate(
                                                ended(
                                                        new BlockOutcome.Undecided(
                                                                accepted(), "lost"),
                                                        Optional.empty())))
                                .problems())
                .isEmpty();
        AuditResult aborted =
                audit(
                        certificate(
                                ended(
                                        new BlockOutcome.Aborted(
                                                AbortReason.TOO_MANY_LOST_ROUNDS, "19049 lost"),
                                        Optional.of(statistics(19_049)))));
        assertThat(aborted.problems()).isEmpty();
        assertThat(aborted.reason()).isEqualTo("TOO_MANY_LOST_ROUNDS");
        assertThat(aborted.keyBits()).isZero();
    }

    @Test
    @DisplayName("a certificate does not hold when any one of its bytes is changed, cut or added")
    void everyByte() {
        byte[] content = CertificateFile.sign(good(), signer).toBytes();
        for (int at = 0; at < content.length; at++) {
            byte[] changed = content.clone();
            changed[at] ^= (byte) (1 << at % 7);
            assertThat(audit(changed).holds()).as("byte %d", at).isFalse();
        }
        assertThat(audit(java.util.Arrays.copyOf(content, content.length - 1)).holds()).isFalse();
        assertThat(audit(java.util.Arrays.copyOf(content, content.length + 1)).holds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "keyBits, 1, keyBits",
        "lostSignals, 1, ''",
        "frameRounds, -1, frameRounds",
        "terms.leakedBits, -1, certifiedKeyBits",
        "terms.leakedBits, -100000000, a value is outside its limits: leakedBits",
        "terms.leakedBits, -1, leakedBits",
        "terms.certifiedKeyBits, 1, certifiedKeyBits",
        "terms.maxLostTestRounds, 1, maxLostTestRounds",
        "terms.winThreshold, -0.01, winThreshold",
        "terms.epsilon.secrecy, 1e-9, epsilon",
        "terms.epsilon.authentication, -1e-31, epsilon.authentication",
        "terms.freeParameters.alphaPrimeMinusOne, 1e-6, certifiedKeyBits",
        "parameters.blockRounds, 1, counts",
        "counts.lostTestRounds, -1, lostTestRounds",
        "partition.aliceStreamBits, 800000, partition"
    })
    @DisplayName("a signed certificate whose numbers do not fit does not hold, and says which")
    void wrongNumbers(String path, double change, String problem) throws IOException {
        ObjectNode tree = Json.MAPPER.valueToTree(good());
        String[] names = path.split("\\.");
        ObjectNode parent = tree;
        for (int i = 0; i < names.length - 1; i++) {
            parent = (ObjectNode) parent.get(names[i]);
        }
        String last = names[names.length - 1];
        JsonNode old = parent.get(last);
        if (old.isIntegralNumber()) {
            parent.put(last, old.asLong() + (long) change);
        } else {
            parent.put(last, old.asDouble() + change);
        }
        var changed = Json.MAPPER.treeToValue(tree, BlockCertificate.class);
        AuditResult result = audit(changed);
        if (problem.isEmpty()) {
            assertThat(result.problems()).isEmpty();
        } else {
            assertThat(result.holds()).isFalse();
            assertThat(result.problems()).anyMatch(text -> text.startsWith(problem));
        }
    }

    @Test
    @DisplayName("an accepted block that lost more test rounds than the threshold does not hold")
    void tooManyLost() {
        long lost = plan.maxLostTestRounds() + 1;
        assertThat(audit(certificate(ended(accepted(), Optional.of(statistics(lost))))).problems())
                .containsExactly(
                        "lostTestRounds: %d; limit %d".formatted(lost, plan.maxLostTestRounds()));
    }

    @Test
    @DisplayName("with an authority, only its own nodes may sign, each for itself")
    void authority() throws Exception {
        byte[] content = CertificateFile.sign(good(), signer).toBytes();
        AuditResult known =
                CertificateAudit.issuedBy(bob.link().trustedAuthority()).audit("file", content);
        assertThat(known.problems()).isEmpty();
        assertThat(known.signerKnown()).isTrue();
        AuditResult foreign =
                CertificateAudit.issuedBy(bob.delivery().trustedAuthority()).audit("file", content);
        assertThat(foreign.problems()).anyMatch(text -> text.startsWith("signer: not issued"));
        Path alice = bob.link().certificate().resolveSibling("../alice").normalize();
        var alices =
                CertificateSigner.load(
                        alice.resolve(bob.link().certificate().getFileName()),
                        alice.resolve(bob.link().privateKey().getFileName()));
        var forBob =
                BlockCertificate.of(
                        ended(accepted(), Optional.of(statistics(12_500))),
                        bob.node().name(),
                        bob.node().end(),
                        "test",
                        alices.fingerprint());
        assertThat(
                        CertificateAudit.issuedBy(bob.link().trustedAuthority())
                                .audit("file", CertificateFile.sign(forBob, alices).toBytes())
                                .problems())
                .singleElement()
                .asString()
                .contains("cannot certify for node");
    }

    @Test
    @DisplayName("a key that is not the certificate's cannot sign")
    void wrongKey() {
        assertThatThrownBy(() ->
                        CertificateSigner.load(
                                bob.link().certificate(), bob.delivery().privateKey()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not that of certificate");
    }

    @Test
    @DisplayName(
            "the archive writes one file per block, in the day's folder, that others may not read")
    void archive() throws IOException {
        var archive =
                new CertificateArchive(
                        pair.resolve("certificates"),
                        signer,
                        bob.node().name(),
                        bob.node().end(),
                        "test");
        EndedBlock ended = ended(accepted(), Optional.of(statistics(12_500)));
        archive.certify(ended);
        Path file =
                pair.resolve("certificates")
                        .resolve(ended.result().ended().toString().substring(0, 10))
                        .resolve(ended.result().block() + ".json");
        assertThat(audit(Files.readAllBytes(file)).holds()).isTrue();
        assertThat(Files.readString(file)).doesNotContain("a detail that stays here");
        assertThat(Files.getPosixFilePermissions(file))
                .noneMatch(p -> p.name().startsWith("OTHERS"));
    }
}
