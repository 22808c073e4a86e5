package io.bellwether.sifting;

import io.bellwether.foundation.BitArray;

/**
 * One side's choices of a block, one small number per round, packed as bit planes: bit p of the
 * choice of round i is bit p n + i. Public once the block is measured.
 */
public final class SettingLog {
    private final long rounds;
    private final int choices;
    private final int planes;
    private final BitArray bits;

    private SettingLog(long rounds, int choices, BitArray bits) {
        this.rounds = rounds;
        this.choices = choices;
        this.planes = planesFor(choices);
        this.bits = bits;
    }

    /**
     * All choices 0 at first.
     *
     * @param choices numbers that a round may have, from 0 to {@code choices - 1}; 2 to 2^15
     */
    public static SettingLog of(long rounds, int choices) {
        return new SettingLog(rounds, choices, BitArray.ofLength(bitsFor(rounds, choices)));
    }

    /** What a peer announced; {@link #isValid} says whether it can be. */
    public static SettingLog announced(long rounds, int choices, BitArray bits) {
        if (bits.length() != bitsFor(rounds, choices)) {
            throw new IllegalArgumentException(
                    "announced settings: %d bits; the block has %d"
                            .formatted(bits.length(), bitsFor(rounds, choices)));
        }
        return new SettingLog(rounds, choices, bits);
    }

    /** The length of an announcement. */
    public static long bitsFor(long rounds, int choices) {
        return rounds * planesFor(choices);
    }

    private static int planesFor(int choices) {
        if (choices < 2 || choices > 1 << 15) {
            throw new IllegalArgumentException("choices: %d; limit 2 to 32768".formatted(choices));
        }
        return Integer.SIZE - Integer.numberOfLeadingZeros(choices - 1);
    }

    /** Records the choices from {@code firstRound} on. */
    public void put(long firstRound, byte[] values) {
        for (int p = 0; p < planes; p++) {
            BitArray plane = BitArray.ofLength(values.length);
            for (int i = 0; i < values.length; i++) {
                plane.words()[i >>> 6] |= (values[i] >>> p & 1L) << i;
            }
            bits.put(p * rounds + firstRound, plane);
        }
    }

    /** Records wide choices from {@code firstRound} on. */
    public void put(long firstRound, short[] values) {
        for (int p = 0; p < planes; p++) {
            BitArray plane = BitArray.ofLength(values.length);
            for (int i = 0; i < values.length; i++) {
                plane.words()[i >>> 6] |= (values[i] >>> p & 1L) << i;
            }
            bits.put(p * rounds + firstRound, plane);
        }
    }

    /** The choices of the marked rounds, in order. */
    public short[] at(BitArray marked) {
        short[] chosen = new short[Math.toIntExact(marked.cardinality())];
        int next = 0;
        for (long round = 0; round < rounds; round++) {
            if (marked.get(round)) {
                chosen[next++] = (short) at(round);
            }
        }
        return chosen;
    }

    /** The choice of a round. */
    public int at(long round) {
        int value = 0;
        for (int p = 0; p < planes; p++) {
            value |= bits.get(p * rounds + round) ? 1 << p : 0;
        }
        return value;
    }

    /** Whether every choice is one that there is. */
    public boolean isValid() {
        if (Integer.bitCount(choices) == 1) {
            return true;
        }
        for (long round = 0; round < rounds; round++) {
            if (at(round) >= choices) {
                return false;
            }
        }
        return true;
    }

    public long rounds() {
        return rounds;
    }

    /** How it is announced; not a copy. */
    public BitArray bits() {
        return bits;
    }
}
