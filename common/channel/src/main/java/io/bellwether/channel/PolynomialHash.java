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

    /** The accumulator, below 2^127 and not always reduced: low word, high word. */
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
            multiplyAndAdd(rLow, rHigh, 0, 0);
            reduce();
        }
        low = 0;
        high = 0;
    }

    /** Absorbs one block of value {@code blockLow + 2^64 blockHigh}, below 2^126. */
    void absorb(long blockLow, long blockHigh) {
        long sum = low + blockLow;
        fold(sum, high + blockHigh + carry(low, blockLow, sum));
        multiplyAndAdd(powerLow[GROUP_BLOCKS - 1], powerHigh[GROUP_BLOCKS - 1], 0, 0);
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
        // Weights of the eight sums, with 2^127 = 1: 0, 62, 64, 126, 60, 122, 124, 186 = 59. What
        // the shifts push over the top of a word is at most 7 bits long and needs no carry.
        long over64 = ((high00 & 3) << 3) + ((low10 & 15) << 1) + (high11 & 31);
        long over127 = ((high01 & 1) << 4) + ((low11 & 7) << 2) + (high10 & 31);
        long upper =
                ((over127 & 31) << 58)
                        + (over64 >>> 5)
                        + (high00 >>> 2)
                        + (low10 >>> 4)
                        + (high11 >>> 5);
        long sumHigh = (upper & LOW_63) + (low01 & LOW_63);
        long ones =
                (high01 >>> 1)
                        + (low11 >>> 3)
                        + (high10 >>> 5)
                        + (over127 >>> 5)
                        + (upper >>> 63)
                        + (low01 >>> 63)
                        + (sumHigh >>> 63);
        long partial = low00 + ones;
        long sum = partial + (over64 << 59);
        long carries = carry(low00, ones, partial) + carry(partial, over64 << 59, sum);
        multiplyAndAdd(powerLow[0], powerHigh[0], sum, (sumHigh & LOW_63) + carries);
    }

    /**
     * Multiplies the accumulator by {@code r0 + 2^64 r1}, below 2^127, and adds {@code x}. A
     * product of weight 2^64 is cut at 2^63, because 2^64 2^63 = 1; what leaves the 63 bits of the
     * high word is collected in {@code ones}.
     */
    private void multiplyAndAdd(long r0, long r1, long xLow, long xHigh) {
        long a = low;
        long b = high;
        long middle = (a * r1 & LOW_63) + (b * r0 & LOW_63);
        long upper = Math.unsignedMultiplyHigh(a, r0);
        long square = b * r1;
        long twiceSquareHigh = Math.unsignedMultiplyHigh(b, r1) << 1 | square >>> 63;
        long sum1 = (middle & LOW_63) + (upper & LOW_63);
        long sum2 = (sum1 & LOW_63) + twiceSquareHigh;
        long sum3 = (sum2 & LOW_63) + (xHigh & LOW_63);
        long ones =
                (middle >>> 63)
                        + (upper >>> 63)
                        + (sum1 >>> 63)
                        + (sum2 >>> 63)
                        + (sum3 >>> 63)
                        + (xHigh >>> 63);
        long product = a * r0;
        long cross1 = Math.unsignedMultiplyHigh(a, r1 << 1);
        long cross2 = Math.unsignedMultiplyHigh(b << 1, r0);
        long low1 = product + cross1;
        long low2 = low1 + cross2;
        long low3 = low2 + (square << 1);
        long low4 = low3 + xLow;
        long low5 = low4 + ones;
        long carries =
                carry(product, cross1, low1)
                        + carry(low1, cross2, low2)
                        + carry(low2, square << 1, low3)
                        + carry(low3, xLow, low4)
                        + carry(low4, ones, low5);
        fold(low5, (sum3 & LOW_63) + carries);
    }

    /**
     * Sets the accumulator to {@code x}, below 2^128, with its top bit, which weighs 2^127,
     * replaced by 1. No caller's {@code x} has the top bit and the 63 bits below it set, so the
     * result is below 2^127.
     */
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
