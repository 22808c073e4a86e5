package io.bellwether.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.ChshGame;
import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.End;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.ChoiceOfSettings;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.protocol.Step;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.Theorem;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalLong;

/** Whole blocks between two honest parties, with honest and with other boxes. Simulation. */
class TwoPartyRunTest {
    private static final double EPSILON_AUTHENTICATION = 1e-25;
    private static final long SEED = 20_250_102;

    /** The noiseless honest model: the smallest blocks with a key. */
    static final SessionParameters IDEAL = ideal(500_000, SettingSource.ANNOUNCED);

    static final BlockPlan IDEAL_PLAN = BlockPlan.proposed(IDEAL, EPSILON_AUTHENTICATION);

    static SessionParameters ideal(long rounds, SettingSource source) {
        return ideal(rounds, source, Theorem.KEYLEN_EAT_OXFORD);
    }

    static SessionParameters ideal(long rounds, SettingSource source, Theorem theorem) {
        return new SessionParameters(
                rounds,
                100_000,
                13 / 256.0,
                source,
                new Protocol.Chsh(theorem, ChshGame.QUANTUM_BOUND, 0, 3),
                1e-10,
                0.1,
                0.5);
    }

    /**
     * Parameters of Nadlinger et al. 2022 with their honest model S = 2.64, Q = 1.8 %. Published
     * for 1.5 million rounds: 95 884 key bits with a leakage of 296 517 bits.
     */
    private static SessionParameters oxfordModel(long rounds) {
        return new SessionParameters(
                rounds,
                250_000,
                13 / 256.0,
                SettingSource.ANNOUNCED,
                new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.64, 0.018, 3),
                1e-10,
                0.1,
                0.5);
    }

    static TwoPartyRun idealRun(long seed) {
        return new TwoPartyRun(
                IDEAL_PLAN, IDEAL, EPSILON_AUTHENTICATION, ChshBehaviours.depolarised(1), seed);
    }

    private static RunResult run(SessionParameters parameters, Behaviour behaviour) {
        var plan = BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION);
        return new TwoPartyRun(plan, parameters, EPSILON_AUTHENTICATION, behaviour, SEED).run();
    }

    @Test
    @DisplayName("an honest block ends with the same key of the certified length on both sides")
    void honest() {
        RunResult result = idealRun(SEED).run();

        assertAccepted(result, IDEAL_PLAN);
        assertThat(result.alice().steps())
                .containsExactly(
                        Step.PROPOSE,
                        Step.MEASURE,
                        Step.ANNOUNCE,
                        Step.CORRECT,
                        Step.VERIFY,
                        Step.ESTIMATE,
                        Step.AUTHENTICATE,
                        Step.AMPLIFY,
                        Step.COMMIT);
        assertThat(result.bob().steps())
                .containsExactly(
                        Step.PROPOSE,
                        Step.MEASURE,
                        Step.ANNOUNCE,
                        Step.CORRECT,
                        Step.VERIFY,
                        Step.ESTIMATE,
                        Step.AMPLIFY,
                        Step.COMMIT);
        assertThat(result.messages())
                .startsWith("ALICE Proposal", "BOB Agreement", "ALICE PairsReady", "BOB TestFlags")
                .endsWith(
                        "BOB Measured",
                        "ALICE Settings",
                        "ALICE Syndrome",
                        "ALICE Verification",
                        "ALICE AmplificationSeed",
                        "BOB Acceptance",
                        "ALICE Deliverable");
    }

    @Test
    @DisplayName("the Oxford experiment's block ends with a key near the published length")
    void oxford() {
        SessionParameters parameters = oxfordModel(1_500_000);
        RunResult result = run(parameters, ChshBehaviours.oxford2022());
        BlockPlan plan = BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION);

        assertAccepted(result, plan);
        assertThat(plan.keyBits() + plan.leakedBits())
                .as("key and leakage together do not depend on the code")
                .isCloseTo(95_884 + 296_517, Offset.offset(2_000L));
        assertThat(result.bob().statistics().orElseThrow().score().orElseThrow())
                .isCloseTo(2.677, Offset.offset(0.05));
        assertThat(result.bob().statistics().orElseThrow().qber().orElseThrow())
                .isCloseTo(0.0144, Offset.offset(0.001));
    }

    @Test
    @DisplayName("KEYLEN-RENYI makes a key where the published theorem makes none")
    void renyi() {
        SessionParameters parameters =
                ideal(100_000, SettingSource.ANNOUNCED, Theorem.KEYLEN_RENYI);

        assertAccepted(
                run(parameters, ChshBehaviours.depolarised(1)),
                BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION));
        assertThat(BlockPlan.proposed(ideal(100_000, SettingSource.ANNOUNCED), 1e-25).keyBits())
                .isZero();
    }

    @Test
    @DisplayName(
            "with a variable length both ends hold the key of the lost rounds that Bob announced")
    void renyiVariable() {
        SessionParameters parameters =
                ideal(100_000, SettingSource.ANNOUNCED, Theorem.KEYLEN_RENYI_VARIABLE);
        RunResult result = run(parameters, ChshBehaviours.depolarised(1));
        BlockPlan plan = BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION);
        long lost = result.bob().statistics().orElseThrow().lostTestRounds();
        var length =
                (KeyLength.Certified)
                        plan.keyLength(
                                AcceptedEstimate.statedByPeer(
                                        plan.maxLostTestRounds(), OptionalLong.of(lost)));

        assertAccepted(result, plan, length.keyBits(), OptionalLong.of(lost));
        assertThat(length.keyBits()).isBetween(plan.keyBits() + 1, plan.longestKeyBits());
    }

    @Test
    @DisplayName(
            "with settings that each side draws alone both ends hold a key of the rounds that fit,"
                    + " and nothing about settings is said before the last round")
    void independentChoice() {
        SessionParameters parameters = independent(300_000, 0.01);
        RunResult result = run(parameters, ChshBehaviours.depolarised(0.98));
        BlockPlan plan = BlockPlan.proposed(parameters, EPSILON_AUTHENTICATION);
        var counted = result.bob().statistics().orElseThrow();
        long lost = counted.lostTestRounds();

        assertAccepted(result, plan, plan.keyBitsFor(lost), OptionalLong.of(lost));
        double tests = 300_000 * 0.2 * 0.2;
        assertThat((double) counted.testRounds())
                .isCloseTo(tests, Offset.offset(5 * Math.sqrt(tests)));
        double keys = 300_000 * 0.8 * 0.8;
        assertThat((double) counted.keyRounds())
                .isCloseTo(keys, Offset.offset(5 * Math.sqrt(keys)));
        // Flips are made in the key rounds alone: Q + p - 2 Q p.
        assertThat(counted.qber().orElseThrow()).isCloseTo(0.0198, Offset.offset(0.002));
        assertThat(counted.score().orElseThrow())
                .isCloseTo(0.98 * ChshGame.QUANTUM_BOUND, Offset.offset(0.1));
    }

    @Test
    @DisplayName("independent choice and a local box: too many lost rounds")
    void independentChoiceLocalBox() {
        RunResult result = run(independent(100_000, 0), ChshBehaviours.localDeterministic());

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.TOO_MANY_LOST_ROUNDS);
    }

    private static SessionParameters asymmetric(double visibility) {
        double each = Math.sqrt(2) * visibility;
        return new SessionParameters(
                300_000,
                100_000,
                0.1,
                SettingSource.ANNOUNCED,
                new GeneralisedProtocol(0.9, 1, each, each, (1 - visibility) / 2, 3, 0),
                1e-10,
                0.1,
                0.5);
    }

    @Test
    @DisplayName(
            "a generalised score ends with the same fingerprint at both ends and without a key, by"
                    + " the same steps and messages")
    void uncertified() {
        RunResult result = run(asymmetric(0.98), ChshBehaviours.depolarised(0.98));

        assertThat(result.alice().outcome())
                .isInstanceOfSatisfying(
                        BlockOutcome.Laboratory.class,
                        laboratory -> {
                            assertThat(laboratory).isEqualTo(result.bob().outcome());
                            assertThat(laboratory.result().bits()).isBetween(100_000L, 250_000L);
                        });
        assertThat(result.alice().key()).isEmpty();
        assertThat(result.bob().key()).isEmpty();
        assertThat(result.messages()).endsWith("BOB Acceptance", "ALICE Deliverable");
        var counted = result.bob().statistics().orElseThrow();
        assertThat(counted.scoreName()).isEqualTo("s");
        assertThat(counted.score().orElseThrow())
                .isCloseTo(1.9 * Math.sqrt(2) * 0.98, Offset.offset(0.05));
    }

    @Test
    @DisplayName("a generalised score below the expected one is no laboratory result")
    void uncertifiedLocal() {
        RunResult result = run(asymmetric(0.98), ChshBehaviours.depolarised(0.93));

        assertThat(result.bob().outcome()).isInstanceOf(BlockOutcome.Aborted.class);
        assertThat(((BlockOutcome.Aborted) result.bob().outcome()).reason())
                .isIn(AbortReason.TOO_MANY_LOST_ROUNDS, AbortReason.NOT_CORRECTED);
    }

    private static SessionParameters independent(long rounds, double flipProbability) {
        return new SessionParameters(
                rounds,
                50_000,
                0.2,
                SettingSource.INDEPENDENT,
                new Protocol.Chsh(
                        Theorem.KEYLEN_RENYI_VARIABLE,
                        0.98 * ChshGame.QUANTUM_BOUND,
                        0.01,
                        3,
                        flipProbability,
                        1,
                        ChoiceOfSettings.INDEPENDENT,
                        1),
                1e-10,
                0.1,
                0.5);
    }

    private static void assertAccepted(RunResult result, BlockPlan plan) {
        assertAccepted(result, plan, plan.keyBits(), OptionalLong.empty());
    }

    private static void assertAccepted(
            RunResult result, BlockPlan plan, long keyBits, OptionalLong announced) {
        KeyPartition partition = plan.partition(keyBits, plan.maxRefillBits());
        var accepted = new BlockOutcome.Accepted(keyBits, partition, announced);
        assertThat(keyBits).isPositive();
        for (RunResult.Side side : List.of(result.alice(), result.bob())) {
            assertThat(side.outcome()).isEqualTo(accepted);
            assertThat(side.partition()).contains(partition);
            assertThat(side.deliverable()).isTrue();
            assertThat(side.key().orElseThrow().length()).isEqualTo(keyBits);
        }
        assertThat(result.alice().key()).isEqualTo(result.bob().key());
        // A uniform string of m bits has m/2 ones within 7 sqrt(m)/2, but for one run in 10^11.
        double ones = result.alice().key().orElseThrow().cardinality();
        assertThat(ones).isCloseTo(keyBits / 2.0, Offset.offset(3.5 * Math.sqrt(keyBits)));
    }

    @Test
    @DisplayName("one seed gives one run to the last bit, another seed another")
    void deterministic() {
        RunResult first = idealRun(SEED).run();
        RunResult again = idealRun(SEED).run();

        assertThat(again.messageDigest()).isEqualTo(first.messageDigest());
        assertThat(again.alice()).isEqualTo(first.alice());
        assertThat(again.bob().key()).isEqualTo(first.bob().key());
        assertThat(idealRun(SEED + 1).run().messageDigest()).isNotEqualTo(first.messageDigest());
    }

    @Test
    @DisplayName("a local box is found out: S near 2, too many lost rounds, no key on either side")
    void localBox() {
        RunResult result = run(oxfordModel(1_500_000), ChshBehaviours.localDeterministic());

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.TOO_MANY_LOST_ROUNDS);
        // 76 000 test rounds: the standard error of S is about 0.012.
        assertThat(result.bob().statistics().orElseThrow().score().orElseThrow())
                .isCloseTo(2, Offset.offset(0.1));
        assertThat(result.messages()).endsWith("BOB Abort");
    }

    @Test
    @DisplayName("a block that is too short for a key is measured, estimated and given up")
    void tooShort() {
        RunResult result =
                run(ideal(100_000, SettingSource.ANNOUNCED), ChshBehaviours.depolarised(1));

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.NO_KEY_LENGTH);
        assertThat(((BlockOutcome.Aborted) result.bob().outcome()).detail())
                .startsWith("no key because");
        assertThat(result.bob().statistics().orElseThrow().score().orElseThrow())
                .isCloseTo(ChshGame.QUANTUM_BOUND, Offset.offset(0.1));
        assertThat(result.bob().steps()).contains(Step.ESTIMATE).doesNotContain(Step.AMPLIFY);
    }

    @Test
    @DisplayName("a record gives its score but never a key, however good it is: it can be replayed")
    void recorded() {
        RunResult result =
                run(ideal(500_000, SettingSource.RECORDED), ChshBehaviours.depolarised(1));

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.NO_KEY_LENGTH);
        assertThat(((BlockOutcome.Aborted) result.bob().outcome()).detail())
                .contains("a record can be copied and replayed");
        assertThat(result.bob().statistics().orElseThrow().score().orElseThrow())
                .isCloseTo(ChshGame.QUANTUM_BOUND, Offset.offset(0.1));
    }

    static void assertAborted(RunResult result, AbortReason atAlice, AbortReason atBob) {
        assertThat(reason(result.alice(), End.ALICE)).isEqualTo(atAlice);
        assertThat(reason(result.bob(), End.BOB)).isEqualTo(atBob);
        assertThat(result.alice().key()).isEmpty();
        assertThat(result.bob().key()).isEmpty();
    }

    private static AbortReason reason(RunResult.Side side, End end) {
        assertThat(side.outcome()).as("%s", end).isInstanceOf(BlockOutcome.Aborted.class);
        return ((BlockOutcome.Aborted) side.outcome()).reason();
    }
}
