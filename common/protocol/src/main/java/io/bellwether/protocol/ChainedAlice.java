package io.bellwether.protocol;

import io.bellwether.foundation.EntropySource;
import io.bellwether.sifting.ChainedBlock;

/**
 * The chained protocol: Alice draws her settings alone and publishes them, with her outcomes of the
 * estimation pairs, when both boxes have answered the last round.
 */
final class ChainedAlice implements AliceRounds {
    private final SessionParameters parameters;
    private final Protocol.Chained chained;
    private final ChainedRecord record;
    private final SettingChoice choice;

    ChainedAlice(SessionParameters parameters, Protocol.Chained chained, EntropySource entropy) {
        this.parameters = parameters;
        this.chained = chained;
        this.record = new ChainedRecord(parameters, chained);
        this.choice = new SettingChoice(entropy);
    }

    /** Bob only says that he is ready: his settings are not known before the end. */
    @Override
    public boolean fits(Message.TestFlags announced) {
        return announced.flags().length() == 0;
    }

    @Override
    public Effect measure(Message.TestFlags announced) {
        long firstRound = announced.firstRound();
        byte[] drawn =
                choice.testsOf(
                        parameters.chunkRounds(firstRound),
                        parameters.testProbability(),
                        chained.settings());
        record.putChoices(firstRound, drawn);
        // To the box a key round is a round with her setting 0.
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = drawn[i] == chained.keyChoice() ? 0 : drawn[i];
        }
        return new Effect.Measure(firstRound, drawn);
    }

    @Override
    public void record(long firstRound, Event.RoundsMeasured measured) {
        record.putOutcomes(firstRound, measured.outcomes());
    }

    @Override
    public boolean fits(Message.Measured measured) {
        return measured.settings().length() == ChainedRecord.choiceBits(parameters, chained)
                && ChainedRecord.announced(parameters, chained, measured.settings()).isValid();
    }

    @Override
    public Sifted sift(Message.Measured bobs, BlockPlan agreed) {
        var block =
                ChainedBlock.of(
                        chained.settings(),
                        record.choices(),
                        ChainedRecord.announced(parameters, chained, bobs.settings()));
        return new Sifted(
                agreed.settled(
                        BlockLayout.chained(
                                parameters,
                                chained,
                                agreed.block().epsilon().authentication(),
                                block.estimationPairs(),
                                block.rawKeyBits())),
                record.rawKey(block.keyRounds()),
                new Message.Settings(
                        record.choices().bits(), record.testOutcomes(block.estimationRounds())));
    }

    @Override
    public void erase() {
        record.erase();
    }
}
