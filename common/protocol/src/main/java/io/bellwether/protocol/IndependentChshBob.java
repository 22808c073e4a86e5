package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.sifting.SiftedBlock;
import io.bellwether.sifting.TestRounds;

import java.util.List;

/**
 * CHSH with settings that each side draws alone: Bob says which rounds he tested in when his box
 * has answered the last round; what his test settings were he never says.
 */
final class IndependentChshBob implements BobRounds {
    private final SessionParameters parameters;
    private final Protocol.Chsh chsh;
    private final RoundRecord record;
    private final SettingChoice choice;

    IndependentChshBob(SessionParameters parameters, Protocol.Chsh chsh, EntropySource entropy) {
        this.parameters = parameters;
        this.chsh = chsh;
        this.record = new RoundRecord(parameters);
        this.choice = new SettingChoice(entropy);
    }

    /** Empty test flags: they say only that he is closed, too. */
    @Override
    public List<Effect> begin(long firstRound) {
        int rounds = parameters.chunkRounds(firstRound);
        BitArray tests = choice.biased(rounds, parameters.testProbability());
        record.putTestFlags(firstRound, tests);
        return List.of(
                new Effect.Send(new Message.TestFlags(firstRound, BitArray.ofLength(0))),
                new Effect.Measure(firstRound, ChshBob.settings(tests, choice.fairWhere(tests))));
    }

    @Override
    public List<Effect> record(long firstRound, Event.RoundsMeasured measured) {
        record.putMeasured(firstRound, measured);
        return List.of();
    }

    @Override
    public Message.Measured announcement() {
        return new Message.Measured(record.testFlags());
    }

    @Override
    public boolean fits(Message.Settings announced) {
        BitArray said = announced.testRoundSettings();
        long rounds = parameters.blockRounds();
        return said.length() >= rounds
                && said.length() - rounds == commonTests(announced).cardinality()
                && announced.testOutcomes().length() == 0;
    }

    private BitArray aliceTests(Message.Settings announced) {
        return announced.testRoundSettings().slice(0, parameters.blockRounds());
    }

    private BitArray commonTests(Message.Settings announced) {
        return SiftedBlock.commonTests(aliceTests(announced), record.testFlags());
    }

    @Override
    public Sifted sift(Message.Settings announced, BlockPlan agreed) {
        long rounds = parameters.blockRounds();
        BitArray said = announced.testRoundSettings();
        BitArray common = commonTests(announced);
        BitArray dropped = SiftedBlock.mismatches(aliceTests(announced), record.testFlags());
        record.drop(dropped);
        return new ChshBob.Sifted(
                agreed,
                chsh,
                record,
                new SiftedBlock(
                        common,
                        TestRounds.spread(said.slice(rounds, said.length() - rounds), common),
                        TestRounds.spread(TestRounds.pick(record.settings(), common), common),
                        dropped));
    }

    @Override
    public void erase() {
        record.erase();
    }
}
