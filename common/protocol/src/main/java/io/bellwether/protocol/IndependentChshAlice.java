package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.sifting.SiftedBlock;
import io.bellwether.sifting.TestRounds;

/**
 * CHSH with settings that each side draws alone: Alice says which rounds she tested in, and with
 * which setting where Bob did too, when both boxes have answered the last round.
 */
final class IndependentChshAlice implements AliceRounds {
    private final SessionParameters parameters;
    private final Protocol.Chsh chsh;
    private final RoundRecord record;
    private final SettingChoice choice;

    IndependentChshAlice(SessionParameters parameters, Protocol.Chsh chsh, EntropySource entropy) {
        this.parameters = parameters;
        this.chsh = chsh;
        this.record = new RoundRecord(parameters);
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
        int rounds = parameters.chunkRounds(firstRound);
        BitArray tests = choice.biased(rounds, parameters.testProbability());
        BitArray settings = choice.fairWhere(tests);
        record.putTestFlags(firstRound, tests);
        return new Effect.Measure(firstRound, ChshAlice.settings(settings));
    }

    @Override
    public void record(long firstRound, Event.RoundsMeasured measured) {
        record.putMeasured(firstRound, measured);
    }

    @Override
    public boolean fits(Message.Measured measured) {
        return measured.settings().length() == parameters.blockRounds();
    }

    @Override
    public Sifted sift(Message.Measured bobs, BlockPlan agreed) {
        BitArray common = SiftedBlock.commonTests(record.testFlags(), bobs.settings());
        choice.preprocess(record.outcomes(), common, chsh.flipProbability());
        record.drop(SiftedBlock.mismatches(record.testFlags(), bobs.settings()));
        BitArray settings = TestRounds.pick(record.settings(), common);
        BitArray announced = BitArray.ofLength(parameters.blockRounds() + settings.length());
        announced.put(0, record.testFlags());
        announced.put(parameters.blockRounds(), settings);
        return new Sifted(agreed, record.outcomes(), new Message.Settings(announced));
    }

    @Override
    public void erase() {
        record.erase();
    }
}
