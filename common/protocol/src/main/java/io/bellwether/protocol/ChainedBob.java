package io.bellwether.protocol;

import io.bellwether.errorcorrection.FlipProbabilities;
import io.bellwether.estimation.ChainedEstimation;
import io.bellwether.estimation.ChainedPairs;
import io.bellwether.estimation.Estimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.sifting.ChainedBlock;
import io.bellwether.sifting.TestRounds;
import io.bellwether.verification.VerifiedKey;

import java.util.List;
import java.util.Optional;

/**
 * The chained protocol: Bob draws his settings alone and says them when his box has answered the
 * last round.
 */
final class ChainedBob implements BobRounds {
    private final SessionParameters parameters;
    private final Protocol.Chained chained;
    private final ChainedRecord record;
    private final SettingChoice choice;

    ChainedBob(SessionParameters parameters, Protocol.Chained chained, EntropySource entropy) {
        this.parameters = parameters;
        this.chained = chained;
        this.record = new ChainedRecord(parameters, chained);
        this.choice = new SettingChoice(entropy);
    }

    /** Empty test flags: they say only that he is closed, too. */
    @Override
    public List<Effect> begin(long firstRound) {
        byte[] drawn =
                choice.testsOf(
                        parameters.chunkRounds(firstRound),
                        parameters.testProbability(),
                        chained.settings());
        record.putChoices(firstRound, drawn);
        return List.of(
                new Effect.Send(new Message.TestFlags(firstRound, BitArray.ofLength(0))),
                new Effect.Measure(firstRound, drawn));
    }

    @Override
    public List<Effect> record(long firstRound, Event.RoundsMeasured measured) {
        record.putOutcomes(firstRound, measured.outcomes());
        return List.of();
    }

    @Override
    public Message.Measured announcement() {
        return new Message.Measured(record.choices().bits());
    }

    @Override
    public boolean fits(Message.Settings announced) {
        return announced.testRoundSettings().length()
                        == ChainedRecord.choiceBits(parameters, chained)
                && ChainedRecord.announced(parameters, chained, announced.testRoundSettings())
                        .isValid()
                && announced.testOutcomes().length() == block(announced).estimationPairs();
    }

    private ChainedBlock block(Message.Settings announced) {
        return ChainedBlock.of(
                chained.settings(),
                ChainedRecord.announced(parameters, chained, announced.testRoundSettings()),
                record.choices());
    }

    @Override
    public Sifted sift(Message.Settings announced, BlockPlan agreed) {
        ChainedBlock block = block(announced);
        BlockPlan settled =
                agreed.settled(
                        BlockLayout.chained(
                                parameters,
                                chained,
                                agreed.block().epsilon().authentication(),
                                block.estimationPairs(),
                                block.rawKeyBits()));
        return new Sifted(
                settled,
                chained,
                record,
                block,
                new ChainedPairs(
                        block.estimationSettings(
                                ChainedRecord.announced(
                                        parameters, chained, announced.testRoundSettings())),
                        block.estimationSettings(record.choices()),
                        announced.testOutcomes(),
                        record.testOutcomes(block.estimationRounds())));
    }

    @Override
    public void erase() {
        record.erase();
    }

    /**
     * The pairs that are left.
     *
     * @param pairs those for the estimate
     */
    record Sifted(
            BlockPlan plan,
            Protocol.Chained chained,
            ChainedRecord record,
            ChainedBlock block,
            ChainedPairs pairs)
            implements BobRounds.Sifted {
        @Override
        public SecretBits reference() {
            return new SecretBits(
                    record.rawKey(block.keyRounds())
                            .read(SecretAccess.to("guess Alice's raw key"))
                            .copy());
        }

        @Override
        public FlipProbabilities expectedFlips(SecretBits reference) {
            double flip = chained.expectedNoise() / 2;
            return bit -> flip;
        }

        @Override
        public Estimate estimate(VerifiedKey corrected) {
            return ChainedEstimation.estimate(
                    chained.settings(),
                    corrected,
                    record.rawKey(block.keyRounds()),
                    pairs,
                    TestRounds.pick(block.oppositeWins(), block.estimationRounds()),
                    plan.parameters().testProbability(),
                    plan.maxLostTestRounds());
        }

        @Override
        public long testRounds() {
            return block.estimationPairs();
        }

        @Override
        public Optional<String> noKeyReason() {
            return plan.noKeyReason();
        }
    }
}
