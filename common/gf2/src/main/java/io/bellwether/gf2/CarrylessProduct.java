package io.bellwether.gf2;

import java.util.Arrays;

/**
 * Products of polynomials over GF(2), packed 64 coefficients to a word, coefficient {@code i} being
 * bit {@code i & 63} of word {@code i >>> 6}. Scalar, without tables and without branches that
 * depend on the data: the reference that faster kernels are proved equal to.
 */
public final class CarrylessProduct {
    /** Below this many words the schoolbook product is faster than Karatsuba's. */
    private static final int SCHOOLBOOK_WORDS = 16;

    private static final long EVERY_FOURTH = 0x1111111111111111L;

    private CarrylessProduct() {}

    /**
     * Coefficients 0 to 63 of the product of two polynomials of 64 coefficients.
     *
     * <p>Integer multiplication with holes: with only every fourth bit set, at most 16 terms meet
     * in one position, so that carries into the next used position never alter a used bit modulo 16
     * (Pornin, BearSSL, "constant-time multiplication of binary polynomials").
     */
    public static long low(long a, long b) {
        long a0 = a & EVERY_FOURTH;
        long a1 = a & EVERY_FOURTH << 1;
        long a2 = a & EVERY_FOURTH << 2;
        long a3 = a & EVERY_FOURTH << 3;
        long b0 = b & EVERY_FOURTH;
        long b1 = b & EVERY_FOURTH << 1;
        long b2 = b & EVERY_FOURTH << 2;
        long b3 = b & EVERY_FOURTH << 3;
        long c0 = (a0 * b0) ^ (a1 * b3) ^ (a2 * b2) ^ (a3 * b1);
        long c1 = (a0 * b1) ^ (a1 * b0) ^ (a2 * b3) ^ (a3 * b2);
        long c2 = (a0 * b2) ^ (a1 * b1) ^ (a2 * b0) ^ (a3 * b3);
        long c3 = (a0 * b3) ^ (a1 * b2) ^ (a2 * b1) ^ (a3 * b0);
        return (c0 & EVERY_FOURTH)
                | (c1 & EVERY_FOURTH << 1)
                | (c2 & EVERY_FOURTH << 2)
                | (c3 & EVERY_FOURTH << 3);
    }

    /** Coefficients 64 to 127 (the last is zero) of the product of two 64-bit polynomials. */
    public static long high(long a, long b) {
        return Long.reverse(low(Long.reverse(a), Long.reverse(b))) >>> 1;
    }

    /**
     * The product of two polynomials.
     *
     * @return {@code a.length + b.length} words
     */
    public static long[] multiply(long[] a, long[] b) {
        long[] product = new long[a.length + b.length];
        int shorter = Math.min(a.length, b.length);
        if (shorter == 0) {
            return product;
        }
        long[] few = a.length == shorter ? a : b;
        long[] many = a.length == shorter ? b : a;
        long[] slice = new long[shorter];
        long[] part = new long[2 * shorter];
        long[] scratch = new long[4 * shorter + 256];
        for (int at = 0; at < many.length; at += shorter) {
            int count = Math.min(shorter, many.length - at);
            Arrays.fill(slice, 0);
            System.arraycopy(many, at, slice, 0, count);
            karatsuba(few, 0, slice, 0, shorter, part, 0, scratch, 0);
            for (int i = 0; i < Math.min(2 * shorter, product.length - at); i++) {
                product[at + i] ^= part[i];
            }
        }
        return product;
    }

    /** Writes the 2n-word product of two n-word polynomials; uses under 4n + 256 scratch words. */
    private static void karatsuba(
            long[] a, int aAt, long[] b, int bAt, int n, long[] c, int cAt, long[] s, int sAt) {
        if (n < SCHOOLBOOK_WORDS) {
            schoolbook(a, aAt, b, bAt, n, c, cAt);
            return;
        }
        int half = (n + 1) / 2;
        int rest = n - half;
        int sums = sAt;
        int middle = sAt + 2 * half;
        int free = middle + 2 * half;
        for (int i = 0; i < half; i++) {
            s[sums + i] = a[aAt + i] ^ (i < rest ? a[aAt + half + i] : 0);
            s[sums + half + i] = b[bAt + i] ^ (i < rest ? b[bAt + half + i] : 0);
        }
        // The middle product needs its own array slices: operands and result both lie in s.
        karatsuba(s, sums, s, sums + half, half, s, middle, s, free);
        karatsuba(a, aAt, b, bAt, half, c, cAt, s, free);
        karatsuba(a, aAt + half, b, bAt + half, rest, c, cAt + 2 * half, s, free);
        for (int i = 0; i < 2 * half; i++) {
            s[middle + i] ^= c[cAt + i] ^ (i < 2 * rest ? c[cAt + 2 * half + i] : 0);
        }
        for (int i = 0; i < 2 * half && half + i < 2 * n; i++) {
            c[cAt + half + i] ^= s[middle + i];
        }
    }

    private static void schoolbook(long[] a, int aAt, long[] b, int bAt, int n, long[] c, int cAt) {
        Arrays.fill(c, cAt, cAt + 2 * n, 0);
        for (int i = 0; i < n; i++) {
            long x = a[aAt + i];
            for (int j = 0; j < n; j++) {
                long y = b[bAt + j];
                c[cAt + i + j] ^= low(x, y);
                c[cAt + i + j + 1] ^= high(x, y);
            }
        }
    }
}
