package io.bellwether.testkit;

import static io.bellwether.testkit.TwoPartyRunTest.IDEAL;
import static io.bellwether.testkit.TwoPartyRunTest.IDEAL_PLAN;
import static io.bellwether.testkit.TwoPartyRunTest.assertAborted;
import static io.bellwether.testkit.TwoPartyRunTest.idealRun;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.bell.ChshBehaviours;
import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Message;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.protocol.Step;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.Theorem;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** What happens when somebody between the two changes, drops or forges what they say. */
class AdversaryTest {
    private static final long SEED = 20_250_103;

    /** Replaces the messages of one kind. */
    private record Replacing<M extends Message>(Class<M> kind, UnaryOperator<M> change)
            implements Wire {
        @Override
        public List<Message> carry(End sender, Message message) {
            return List.of(kind.isInstance(message) ? change.apply(kind.cast(message)) : message);
        }
    }

    /** Loses the messages of one kind, and the seals after them. */
    private record Dropping(String kind) implements Wire {
        @Override
        public List<Message> carry(End sender, Message message) {
            return message.getClass().getSimpleName().equals(kind) ? List.of() : List.of(message);
        }
    }

    /** Carries everything, but one side's seals are found wrong. */
    private record WrongSeals(End sender) implements Wire {
        @Override
        public List<Message> carry(End from, Message message) {
            return List.of(message);
        }

        @Override
        public boolean sealIsRight(End from) {
            return from != sender;
        }
    }

    private static String bobsDetail(RunResult result) {
        return ((BlockOutcome.Aborted) result.bob().outcome()).detail();
    }

    private static BitArray flipped(BitArray bits, long at) {
        BitArray changed = bits.copy();
        changed.set(at, !changed.get(at));
        return changed;
    }

    private static <M extends Message> RunResult replacing(Class<M> kind, UnaryOperator<M> change) {
        return idealRun(SEED).over(new Replacing<>(kind, change)).run();
    }

    @Test
    @DisplayName("other parameters at Bob are refused with the first difference named")
    void otherParameters() {
        var others =
                new SessionParameters(
                        IDEAL.blockRounds(),
                        IDEAL.chunkRounds(),
                        0.06,
                        IDEAL.settingSource(),
                        new Protocol.Chsh(IDEAL.theorem(), 2.7, 0, 3),
                        IDEAL.epsilonSoundness(),
                        IDEAL.refillShare(),
                        IDEAL.aliceShare());
        RunResult result =
                new TwoPartyRun(IDEAL_PLAN, others, 1e-25, ChshBehaviours.depolarised(1), SEED)
                        .run();

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.PARAMETERS_DIFFER);
        assertThat(bobsDetail(result))
                .isEqualTo("testProbability: 0.06 here, 0.05078125 at the peer");
        assertThat(result.messages()).containsExactly("ALICE Proposal", "BOB Abort");
    }

    @Test
    @DisplayName("a proposal with a longer key, less leakage or another code is refused by name")
    void dishonestProposal() {
        assertProposalRefused(
                p -> changed(p, p.code(), p.leakedBits(), p.keyBits() + 1), "keyBits: ");
        assertProposalRefused(
                p -> changed(p, p.code(), p.leakedBits() - 1, p.keyBits()), "leakedBits: ");
        assertProposalRefused(
                p ->
                        changed(
                                p,
                                new CodeParameters(500_000, 500_000, 0, 1, 1, 0, 0, 0),
                                p.leakedBits(),
                                p.keyBits()),
                "code: ");
    }

    private static Message.Proposal changed(
            Message.Proposal p, CodeParameters code, long leakedBits, long keyBits) {
        return new Message.Proposal(
                p.block(),
                p.parameters(),
                code,
                p.freeParameters(),
                leakedBits,
                keyBits,
                p.refillBits());
    }

    @Test
    @DisplayName(
            "a proposal that puts more into the pool than agreed, or part of a granule, is refused")
    void greedyRefill() {
        assertProposalRefused(p -> withRefill(p, p.refillBits() + 256), "refillBits: ");
        assertProposalRefused(p -> withRefill(p, p.refillBits() - 1), "refillBits: ");
        assertProposalRefused(p -> withRefill(p, -256), "refillBits: -256; limit multiples of 256");
    }

    private static Message.Proposal withRefill(Message.Proposal p, long refillBits) {
        return new Message.Proposal(
                p.block(),
                p.parameters(),
                p.code(),
                p.freeParameters(),
                p.leakedBits(),
                p.keyBits(),
                refillBits);
    }

    @Test
    @DisplayName(
            "a peer that announces too many lost rounds, or any against the theorem, is faulty")
    void unfitAnnouncement() {
        for (Theorem theorem : Theorem.OF_CHSH) {
            SessionParameters parameters =
                    TwoPartyRunTest.ideal(500_000, SettingSource.ANNOUNCED, theorem);
            BlockPlan plan = BlockPlan.proposed(parameters, 1e-25);
            long unfit = theorem.variableLength() ? plan.maxLostTestRounds() + 1 : 0;
            RunResult result =
                    new TwoPartyRun(plan, parameters, 1e-25, ChshBehaviours.depolarised(1), SEED)
                            .over(
                                    new Replacing<>(
                                            Message.Acceptance.class,
                                            said -> new Message.Acceptance(OptionalLong.of(unfit))))
                            .run();

            assertThat(result.alice().outcome())
                    .as("%s", theorem)
                    .isInstanceOfSatisfying(
                            BlockOutcome.Aborted.class,
                            aborted ->
                                    assertThat(aborted.reason())
                                            .isEqualTo(AbortReason.PROTOCOL_FAULT));
        }
    }

    @Test
    @DisplayName("free parameters that spend more than the budget are refused")
    void freeParametersBeyondBudget() {
        assertProposalRefused(
                p -> {
                    var free = (KeylenEatOxford.FreeParameters) p.freeParameters();
                    var greedy =
                            new KeylenEatOxford.FreeParameters(
                                    free.t(),
                                    free.alphaPrimeMinusOne(),
                                    free.alphaDoublePrimeMinusOne(),
                                    1e-6,
                                    free.epsilonSmoothingPrime(),
                                    free.epsilonSmoothingDoublePrime(),
                                    free.epsilonPrivacyAmplification());
                    return new Message.Proposal(
                            p.block(),
                            p.parameters(),
                            p.code(),
                            greedy,
                            p.leakedBits(),
                            p.keyBits(),
                            p.refillBits());
                },
                "freeParameters: epsilonPrivacyAmplification + 2 epsilonSmoothing");
    }

    private static void assertProposalRefused(
            UnaryOperator<Message.Proposal> change, String difference) {
        RunResult result = replacing(Message.Proposal.class, change);
        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.PARAMETERS_DIFFER);
        assertThat(bobsDetail(result)).startsWith(difference);
    }

    @Test
    @DisplayName("a flipped bit of the syndrome never yields a key, even with right seals")
    void flippedSyndrome() {
        RunResult result =
                replacing(
                        Message.Syndrome.class,
                        m -> new Message.Syndrome(flipped(m.syndrome(), 777)));

        assertThat(((BlockOutcome.Aborted) result.bob().outcome()).reason())
                .isIn(AbortReason.NOT_CORRECTED, AbortReason.NOT_VERIFIED);
        assertThat(result.alice().key()).isEmpty();
        assertThat(result.bob().statistics()).as("no estimate from a wrong copy").isEmpty();
    }

    @Test
    @DisplayName("a flipped bit of the verification tag ends in NOT_VERIFIED")
    void flippedTag() {
        RunResult result =
                replacing(
                        Message.Verification.class,
                        m -> new Message.Verification(m.seed(), flipped(m.tag(), 63)));

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.NOT_VERIFIED);
    }

    @Test
    @DisplayName("flipped settings never yield different keys: the score or the decoding fails")
    void flippedSettings() {
        RunResult result =
                replacing(
                        Message.Settings.class,
                        m -> {
                            BitArray all = m.testRoundSettings().copy();
                            for (long i = 0; i < all.length(); i++) {
                                all.set(i, !all.get(i));
                            }
                            return new Message.Settings(all);
                        });

        assertThat(result.bob().outcome()).isInstanceOf(BlockOutcome.Aborted.class);
        assertThat(result.alice().outcome()).isInstanceOf(BlockOutcome.Aborted.class);
    }

    @Test
    @DisplayName("a wrong seal of Alice ends the block before Bob computes anything")
    void aliceNotAuthenticated() {
        RunResult result = idealRun(SEED).over(new WrongSeals(End.ALICE)).run();

        assertAborted(result, AbortReason.PEER_ABORTED, AbortReason.NOT_AUTHENTICATED);
        assertThat(result.bob().steps()).doesNotContain(Step.VERIFY, Step.ESTIMATE);
        assertThat(result.bob().statistics()).isEmpty();
    }

    @Test
    @DisplayName("a wrong seal of Bob: Alice makes no key, and Bob's stays undelivered")
    void bobNotAuthenticated() {
        RunResult result = idealRun(SEED).over(new WrongSeals(End.BOB)).run();

        assertThat(result.alice().outcome())
                .isEqualTo(
                        new BlockOutcome.Aborted(
                                AbortReason.NOT_AUTHENTICATED, "Bob's seal is wrong"));
        assertThat(result.alice().key()).isEmpty();
        assertThat(result.bob().outcome()).isInstanceOf(BlockOutcome.Undecided.class);
        assertThat(result.bob().deliverable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Proposal",
        "Agreement",
        "PairsReady",
        "TestFlags",
        "Measured",
        "Settings",
        "Syndrome",
        "Verification",
        "AmplificationSeed",
        "Acceptance"
    })
    @DisplayName("a message that is lost ends the block without a deliverable key anywhere")
    void lost(String kind) {
        RunResult result = idealRun(SEED).over(new Dropping(kind)).run();

        assertThat(result.alice().outcome()).isInstanceOf(BlockOutcome.Aborted.class);
        assertThat(result.bob().outcome()).isNotInstanceOf(BlockOutcome.Accepted.class);
        assertThat(result.alice().key()).isEmpty();
        assertThat(result.bob().deliverable()).isFalse();
    }

    @Test
    @DisplayName("if only Alice's last message is lost, she has the key and Bob is undecided")
    void lastMessageLost() {
        RunResult result = idealRun(SEED).over(new Dropping("Deliverable")).run();

        assertThat(result.alice().outcome()).isInstanceOf(BlockOutcome.Accepted.class);
        assertThat(result.alice().deliverable()).isTrue();
        assertThat(result.bob().outcome()).isInstanceOf(BlockOutcome.Undecided.class);
        assertThat(result.bob().deliverable()).isFalse();
        assertThat(result.bob().key()).isEqualTo(result.alice().key());
    }

    @ParameterizedTest
    @CsvSource({
        "AwaitingDeliverable, STOPPED",
        "AwaitingDeliverableSeal, PEER_LOST",
        "AwaitingMarked, STORE_FAILED"
    })
    @DisplayName("after his promise Bob cannot abort: the block is undecided until reconciliation")
    void afterThePromise(String state, AbortReason reason) {
        RunResult result = idealRun(SEED).interrupted(End.BOB, state, reason).run();

        assertThat(result.bob().outcome())
                .isEqualTo(
                        new BlockOutcome.Undecided(
                                (BlockOutcome.Accepted) result.alice().outcome(),
                                reason.explanation() + ": simulated"));
        assertThat(result.messages()).doesNotContain("BOB Abort");
        assertThat(result.alice().outcome()).isInstanceOf(BlockOutcome.Accepted.class);
        assertThat(result.bob().key()).isEqualTo(result.alice().key());
    }

    @ParameterizedTest
    @CsvSource({
        "ALICE, AwaitingPairs, BOX_FAILED",
        "ALICE, AwaitingOutcomes, BOX_FAILED",
        "ALICE, ReadyToCorrect, STOPPED",
        "BOB, AwaitingOutcomes, BOX_FAILED",
        "BOB, ReadyToEstimate, STOPPED",
        "BOB, AwaitingStored, STORE_FAILED"
    })
    @DisplayName("a block that one side gives up before the promise is aborted on both sides")
    void givenUp(End end, String state, AbortReason reason) {
        RunResult result = idealRun(SEED).interrupted(end, state, reason).run();

        RunResult.Side own = end == End.ALICE ? result.alice() : result.bob();
        RunResult.Side peer = end == End.ALICE ? result.bob() : result.alice();
        assertThat(own.outcome()).isEqualTo(new BlockOutcome.Aborted(reason, "simulated"));
        assertThat(peer.outcome()).isInstanceOf(BlockOutcome.Aborted.class);
        assertThat(result.alice().deliverable()).isFalse();
        assertThat(result.bob().deliverable()).isFalse();
    }
}
