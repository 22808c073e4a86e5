package io.bellwether.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Evaluates a polynomial over the prime field of p = 2<sup>127</sup> - 1 at a secret point r, block
 * by block: after blocks m<sub>1</sub> ... m<sub>k</sub> the accumulator is m<sub>1</sub>
 * r<sup>k</sup> + ... + m<sub>k</sub> r (mod p).
 *
 * <p>A block is 15 bytes, little-endian, so its value is below 2<sup>120</sup>. Four blocks are
 * taken at a time, against r<sup>4</sup>, r<sup>3</sup>, r<sup>2</sup> and r, so that only one
 * multiplication in five waits for the one before it. No branch and no address depends on r.
 */
final class PolynomialHash {
    /** The bytes of one block. */
    static final int BLOCK_BYTES = 15;

    /** The blocks that {@link #absorbGroups} takes at a time. */
    static final int GROUP_BLOCKS = 4;

    static final int GROUP_BYTES = GROUP_BLOCKS * BLOCK_BYTES;

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_60 = (1L << 60) - 1;
    private static final long LOW_62 = (1L << 62) - 1;
    private static final long LOW_63 = Long.MAX_VALUE;

    /** {@code powerLow[j] + 2^64 powerHigh[j]} is r to the power {@code GROUP_BLOCKS - j}. */
    private final long[] powerLow = new long[GROUP_BLOCKS];

    private final long[] powerHigh = new long[GROUP_BLOCKS];

    /** The accumulator, at most 2^127 and not always reduced: low word, high word. */
    private long low;

    private long high;

    /** The point r = {@code pointLow + 2^64 pointHigh}, of which 127 bits are used. */
    PolynomialHash(long pointLow, long pointHigh) {
        long rLow = pointLow;
        long rHigh = pointHigh & LOW_63;
        low = rLow;
        high = rHigh;
        for (int j = GROUP_BLOCKS - 1; j >= 0; j--) {
            powerLow[j] = low;
            powerHigh[j] = high;
            multiply(rLow, rHigh);
            reduce();
        }
        low = 0;
        high = 0;
    }

    /** Absorbs one block of value {@code blockLow + 2^64 blockHigh}, below 2^126. */
    void absorb(long blockLow, long blockHigh) {
        add(blockLow, blockHigh);
        multiply(powerLow[GROUP_BLOCKS - 1], powerHigh[GROUP_BLOCKS - 1]);
    }

    /** Absorbs one block of {@link #BLOCK_BYTES} bytes. */
    void absorbBlock(byte[] data, int offset) {
        long first = (long) LITTLE_ENDIAN.get(data, offset);
        long last = (long) LITTLE_ENDIAN.get(data, offset + 7);
        absorb(first, last >>> 8);
    }

    /** Absorbs {@code groups} times {@link #GROUP_BLOCKS} blocks. */
    void absorbGroups(byte[] data, int offset, int groups) {
        int at = offset;
        for (int i = 0; i < groups; i++) {
            absorbGroup(data, at);
            at += GROUP_BYTES;
        }
    }

    /**
     * Adds the four products without a carry: a block is cut into 60-bit halves m0 + 2^60 m1, a
     * power into r0 + 2^64 r1, and each of the products m0 r0, m0 r1, m1 r0, m1 r1 (below 2^124)
     * into its low 62 bits and the rest. Each of these parts is below 2^62, so four fit a word.
     */
    private void absorbGroup(byte[] data, int offset) {
        long low00 = 0, high00 = 0, low01 = 0, high01 = 0;
        long low10 = 0, high10 = 0, low11 = 0, high11 = 0;
        for (int j = 0; j < GROUP_BLOCKS; j++) {
            long m0 = (long) LITTLE_ENDIAN.get(data, offset + j * BLOCK_BYTES) & LOW_60;
            long m1 = (long) LITTLE_ENDIAN.get(data, offset + j * BLOCK_BYTES + 7) >>> 4;
            long r0 = powerLow[j];
            long r1 = powerHigh[j];
            low00 += m0 * r0 & LOW_62;
            high00 += Math.unsignedMultiplyHigh(m0 << 2, r0);
            low01 += m0 * r1 & LOW_62;
            high01 += Math.unsignedMultiplyHigh(m0 << 2, r1);
            low10 += m1 * r0 & LOW_62;
            high10 += Math.unsignedMultiplyHigh(m1 << 2, r0);
            low11 += m1 * r1 & LOW_62;
            high11 += Math.unsignedMultiplyHigh(m1 << 2, r1);
        }
        multiply(powerLow[0], powerHigh[0]);
        // Weights of the eight sums, with 2^127 = 1: 0, 62, 64, 126, 60, 122, 124, 186 = 59.
        add(low00, (high01 & 1) << 62);
        add((high10 >>> 5) + (low11 >>> 3) + (high01 >>> 1), (high10 & 31) << 58);
        add(high00 << 62, high00 >>> 2);
        add(low10 << 60, low10 >>> 4);
        add(high11 << 59, high11 >>> 5);
        add(0, low01 & LOW_63);
        add(low01 >>> 63, (low11 & 7) << 60);
    }

    /** Adds {@code x}, below 2^127. */
    private void add(long xLow, long xHigh) {
        long sum = low + xLow;
        long sumHigh = high + xHigh + carry(low, xLow, sum);
        fold(sum, sumHigh);
    }

    /** Multiplies the accumulator, at most 2^127, by {@code x}, below 2^127. */
    private void multiply(long xLow, long xHigh) {
        long a = low;
        long b = high;
        long aHigh = Math.unsignedMultiplyHigh(a, xLow);
        long bLow = b * xLow;
        long bHigh = Math.unsignedMultiplyHigh(b, xLow);
        long cLow = a * xHigh;
        long cHigh = Math.unsignedMultiplyHigh(a, xHigh);
        long dLow = b * xHigh;
        long dHigh = Math.unsignedMultiplyHigh(b, xHigh);
        long word0 = a * xLow;
        long partial = aHigh + bLow;
        long word1 = partial + cLow;
        long carry1 = carry(aHigh, bLow, partial) + carry(partial, cLow, word1);
        long middle = bHigh + cHigh;
        long upper = middle + dLow;
        long word2 = upper + carry1;
        long carry2 = carry(bHigh, cHigh, middle) + carry(middle, dLow, upper);
        long word3 = dHigh + carry2 + carry(upper, carry1, word2);
        long topLow = word1 >>> 63 | word2 << 1;
        long topHigh = word2 >>> 63 | word3 << 1;
        long sum = word0 + topLow;
        fold(sum, (word1 & LOW_63) + topHigh + carry(word0, topLow, sum));
    }

    /** Sets the accumulator to {@code x} below 2^128, with 2^127 replaced by 1. */
    private void fold(long xLow, long xHigh) {
        long top = xHigh >>> 63;
        low = xLow + top;
        high = (xHigh & LOW_63) + carry(xLow, top, low);
    }

    /** The carry out of {@code a + b = sum}, without a branch. */
    static long carry(long a, long b, long sum) {
        return (a & b | (a | b) & ~sum) >>> 63;
    }

    /** Brings the accumulator below p. */
    void reduce() {
        fold(low, high);
        // x + 1 reaches 2^127 exactly when x = p; then p becomes zero.
        long plusOne = low + 1;
        long highPlusOne = high + carry(low, 1, plusOne);
        long isModulus = -(highPlusOne >>> 63);
        low &= ~isModulus;
        high &= ~isModulus;
    }

    long low() {
        return low;
    }

    long high() {
        return high;
    }

    /** Overwrites the point and the accumulator. */
    void erase() {
        Arrays.fill(powerLow, 0);
        Arrays.fill(powerHigh, 0);
        low = 0;
        high = 0;
    }
}
