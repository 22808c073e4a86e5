package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.sifting.TestRounds;

/**
 * The d-outcome protocol: Bob says which rounds are test rounds; Alice draws a basis for each and
 * publishes it, with her outcome, when both boxes have answered the last round.
 */
final class SelfTestAlice implements AliceRounds {
    private final SessionParameters parameters;
    private final SelfTestProtocol protocol;
    private final SelfTestRecord record;
    private final BitArray bases;
    private final SettingChoice choice;

    SelfTestAlice(SessionParameters parameters, SelfTestProtocol protocol, EntropySource entropy) {
        this.parameters = parameters;
        this.protocol = protocol;
        this.record = new SelfTestRecord(parameters, protocol.digits());
        this.bases = BitArray.ofLength(parameters.blockRounds());
        this.choice = new SettingChoice(entropy);
    }

    @Override
    public boolean fits(Message.TestFlags announced) {
        return announced.flags().length() == parameters.chunkRounds(announced.firstRound());
    }

    @Override
    public Effect measure(Message.TestFlags announced) {
        long firstRound = announced.firstRound();
        record.putTestFlags(firstRound, announced.flags());
        BitArray drawn = choice.fairWhere(announced.flags());
        bases.put(firstRound, drawn);
        return new Effect.Measure(firstRound, ChshAlice.settings(drawn));
    }

    @Override
    public void record(long firstRound, Event.RoundsMeasured measured) {
        record.putOutcomes(firstRound, measured.outcomes());
    }

    @Override
    public boolean fits(Message.Measured measured) {
        return measured.settings().length() == 0;
    }

    @Override
    public Sifted sift(Message.Measured bobs, BlockPlan agreed) {
        return new Sifted(
                agreed.settled(
                        BlockLayout.selfTest(
                                parameters,
                                protocol,
                                agreed.block().epsilon().authentication(),
                                record.testRounds())),
                record.rawKey(protocol.digits()),
                new Message.Settings(
                        TestRounds.pick(bases, record.testFlags()), record.testOutcomes()));
    }

    @Override
    public void erase() {
        record.erase();
    }
}
