package io.bellwether.testkit;

import io.bellwether.bell.Behaviour;
import io.bellwether.protocol.SessionParameters;

import java.util.Arrays;

/** The record of a finished experiment: settings and outcomes of every round at both sides. */
final class RecordedRounds {
    private static final byte KEY_SETTING = 2;

    private final byte[] x;
    private final byte[] y;
    private final PairSampler.Chunk outcomes;

    private RecordedRounds(byte[] x, byte[] y, PairSampler.Chunk outcomes) {
        this.x = x;
        this.y = y;
        this.outcomes = outcomes;
    }

    /** Simulates the experiment with the settings that the parameters ask for. */
    static RecordedRounds of(SessionParameters parameters, Behaviour behaviour, long seed) {
        int rounds = Math.toIntExact(parameters.blockRounds());
        var settings = new SeededEntropy(seed, "recorded settings");
        byte[] x = new byte[rounds];
        byte[] y = new byte[rounds];
        for (int i = 0; i < rounds; i++) {
            boolean test = (settings.next() >>> 11) * 0x1p-53 < parameters.testProbability();
            long coins = settings.next();
            x[i] = (byte) (test ? coins & 1 : 0);
            y[i] = test ? (byte) (coins >>> 1 & 1) : KEY_SETTING;
        }
        var sampler = new PairSampler(behaviour, new SeededEntropy(seed, "recorded outcomes"));
        return new RecordedRounds(x, y, sampler.play(x, y));
    }

    byte[] settings(boolean alice, long firstRound, int rounds) {
        return part(alice ? x : y, firstRound, rounds);
    }

    byte[] outcomes(boolean alice, long firstRound, int rounds) {
        return part(alice ? outcomes.alice() : outcomes.bob(), firstRound, rounds);
    }

    private static byte[] part(byte[] whole, long firstRound, int rounds) {
        return Arrays.copyOfRange(whole, (int) firstRound, (int) firstRound + rounds);
    }
}
