package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.EntropySource;
import io.bellwether.sifting.TestRounds;

/**
 * CHSH: Bob says which rounds are test rounds, with two key bases also which basis a key round has,
 * and every round's outcome is raw key.
 */
final class ChshAlice implements AliceRounds {
    private final SessionParameters parameters;
    private final Protocol.Chsh chsh;
    private final RoundRecord record;
    private final boolean hasTwoBases;
    private final SettingChoice choice;

    ChshAlice(SessionParameters parameters, Protocol.Chsh chsh, EntropySource entropy) {
        this(parameters, chsh, false, entropy);
    }

    /**
     * @param hasTwoBases whether Bob says besides in which basis a key round is measured
     */
    ChshAlice(
            SessionParameters parameters,
            Protocol.Chsh chsh,
            boolean hasTwoBases,
            EntropySource entropy) {
        this.hasTwoBases = hasTwoBases;
        this.parameters = parameters;
        this.chsh = chsh;
        this.record = new RoundRecord(parameters);
        this.choice = new SettingChoice(entropy);
    }

    @Override
    public boolean fits(Message.TestFlags announced) {
        long rounds = parameters.chunkRounds(announced.firstRound());
        return announced.flags().length() == (hasTwoBases ? 2 * rounds : rounds);
    }

    @Override
    public Effect measure(Message.TestFlags announced) {
        long firstRound = announced.firstRound();
        int rounds = parameters.chunkRounds(firstRound);
        BitArray tests = hasTwoBases ? announced.flags().slice(0, rounds) : announced.flags();
        record.putTestFlags(firstRound, tests);
        if (parameters.settingSource() == SettingSource.RECORDED) {
            return new Effect.Replay(firstRound, rounds);
        }
        BitArray settings = choice.fairWhere(tests);
        if (hasTwoBases) {
            addBases(settings, tests, announced.flags().slice(rounds, rounds));
        }
        return new Effect.Measure(firstRound, settings(settings));
    }

    /** In key rounds her setting is the basis. */
    private static void addBases(BitArray settings, BitArray tests, BitArray bases) {
        for (int w = 0; w < settings.words().length; w++) {
            settings.words()[w] |= bases.words()[w] & ~tests.words()[w];
        }
    }

    /** One setting per round for the box. */
    static byte[] settings(BitArray settings) {
        byte[] perRound = new byte[Math.toIntExact(settings.length())];
        for (int i = 0; i < perRound.length; i++) {
            perRound[i] = (byte) (settings.get(i) ? 1 : 0);
        }
        return perRound;
    }

    @Override
    public void record(long firstRound, Event.RoundsMeasured measured) {
        record.putMeasured(firstRound, measured);
    }

    @Override
    public boolean fits(Message.Measured measured) {
        return measured.settings().length() == 0;
    }

    @Override
    public Sifted sift(Message.Measured bobs, BlockPlan agreed) {
        choice.preprocess(record.outcomes(), record.testFlags(), chsh.flipProbability());
        return new Sifted(
                agreed,
                record.outcomes(),
                new Message.Settings(TestRounds.pick(record.settings(), record.testFlags())));
    }

    @Override
    public void erase() {
        record.erase();
    }
}
