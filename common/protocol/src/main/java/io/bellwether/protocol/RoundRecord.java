package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.util.Arrays;

/** One side's record of a block while it is measured: five bits per round. */
final class RoundRecord {
    private final BitArray testFlags;
    private final BitArray settings;
    private final BitArray lost;
    private final SecretBits outcomes;

    RoundRecord(SessionParameters parameters) {
        testFlags = BitArray.ofLength(parameters.blockRounds());
        settings = BitArray.ofLength(parameters.blockRounds());
        lost = BitArray.ofLength(parameters.blockRounds());
        outcomes = new SecretBits(BitArray.ofLength(parameters.blockRounds()));
    }

    long rounds() {
        return testFlags.length();
    }

    void putTestFlags(long firstRound, BitArray flags) {
        testFlags.put(firstRound, flags);
    }

    /** Records outcomes and, of the settings, whether they were 1; erases the event's outcomes. */
    void putMeasured(long firstRound, Event.RoundsMeasured measured) {
        settings.put(firstRound, ones(measured.settings()));
        lost.put(firstRound, measured.lost());
        BitArray measuredOutcomes = ones(measured.outcomes());
        outcomes.read(SecretAccess.to("record outcomes")).put(firstRound, measuredOutcomes);
        measuredOutcomes.clear();
        Arrays.fill(measured.outcomes(), (byte) 0);
    }

    private static BitArray ones(byte[] values) {
        BitArray bits = BitArray.ofLength(values.length);
        for (int i = 0; i < values.length; i++) {
            bits.words()[i >>> 6] |= (values[i] == 1 ? 1L : 0L) << i;
        }
        return bits;
    }

    BitArray testFlags() {
        return testFlags;
    }

    /** Set where the own setting was 1. */
    BitArray settings() {
        return settings;
    }

    /** Set where the own box did not click. */
    BitArray lost() {
        return lost;
    }

    SecretBits outcomes() {
        return outcomes;
    }

    /** Makes dropped rounds a constant 0, as they are at the other end. */
    void drop(BitArray rounds) {
        long[] kept = outcomes.read(SecretAccess.to("forget dropped rounds")).words();
        for (int w = 0; w < kept.length; w++) {
            kept[w] &= ~rounds.words()[w];
        }
    }

    void erase() {
        outcomes.erase();
        lost.clear();
    }
}
