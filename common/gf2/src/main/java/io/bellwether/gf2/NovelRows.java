package io.bellwether.gf2;

import io.bellwether.gf2.NovelBasis.Way;

/**
 * The last steps of {@link NovelBasis}: between rows of 256 coefficients, words x0 to x3 ({@link
 * NovelTiles}), and then within them. In the names of constants and in the comments a step within
 * rows is given by h and l, in coefficients. Loops this plain become vector code by themselves.
 */
final class NovelRows {
    private static final int ROWS = NovelTiles.ROWS;

    // For steps that stay within a word: bits [h, h + l) and [l, h) of each 2h.
    private static final long TOP_32_2 = 0x0000000300000000L;
    private static final long REST_32_2 = 0x00000000fffffffcL;
    private static final long TOP_16_1 = 0x0001000000010000L;
    private static final long REST_16_1 = 0x0000fffe0000fffeL;
    private static final long TOP_32_16 = 0x0000ffff00000000L;
    private static final long REST_32_16 = 0x00000000ffff0000L;
    private static final long TOP_8_2 = 0x0300030003000300L;
    private static final long REST_8_2 = 0x00fc00fc00fc00fcL;
    private static final long TOP_4_1 = 0x1010101010101010L;
    private static final long REST_4_1 = 0x0e0e0e0e0e0e0e0eL;
    private static final long TOP_8_4 = 0x0f000f000f000f00L;
    private static final long REST_8_4 = 0x00f000f000f000f0L;
    private static final long TOP_2_1 = 0x4444444444444444L;
    private static final long REST_2_1 = 0x2222222222222222L;

    private NovelRows() {}

    /**
     * Converts the rows of a part of {@link NovelBasis#PART} words.
     *
     * @param x as many words of working memory
     */
    static void convert(long[] a, int at, Way way, long[] x) {
        NovelTiles.load(a, at, x);
        switch (way) {
            case FORWARD -> {
                NovelTiles.betweenRows(x, way);
                betweenWords(x);
                inWords(x);
                betweenDigits(x);
                inDigits(x);
            }
            case DUAL -> {
                NovelTiles.betweenRows(x, way);
                dualBetweenWords(x);
                dualInWords(x);
                dualBetweenDigits(x);
                dualInDigits(x);
            }
            case TRANSPOSED -> {
                transposedInDigits(x);
                transposedBetweenDigits(x);
                transposedInWords(x);
                transposedBetweenWords(x);
                NovelTiles.betweenRows(x, way);
            }
        }
        NovelTiles.store(x, a, at);
    }

    /** Steps (128, 8) and (64, 4). */
    private static void betweenWords(long[] x) {
        for (int i = 0; i < ROWS; i++) {
            long x0 = x[i];
            long x1 = x[ROWS + i];
            long x2 = x[2 * ROWS + i];
            long x3 = x[3 * ROWS + i];
            x2 ^= x3 >>> 56;
            x1 ^= x2 >>> 56 ^ x3 << 8;
            x1 ^= x1 >>> 60;
            x[i] = x0 ^ x2 << 8 ^ x1 << 4;
            x[ROWS + i] = x1;
            x3 ^= x3 >>> 60;
            x[2 * ROWS + i] = x2 ^ x3 << 4;
            x[3 * ROWS + i] = x3;
        }
    }

    /** Steps (32, 2) and (16, 1). */
    private static void inWords(long[] x) {
        for (int i = 0; i < x.length; i++) {
            long w = x[i];
            w ^= w >>> 30 & TOP_32_2;
            w ^= w >>> 30 & REST_32_2;
            w ^= w >>> 15 & TOP_16_1;
            w ^= w >>> 15 & REST_16_1;
            x[i] = w;
        }
    }

    /** Steps (128, 32), (64, 16) and (128, 64). */
    private static void betweenDigits(long[] x) {
        for (int i = 0; i < ROWS; i++) {
            long x0 = x[i];
            long x1 = x[ROWS + i];
            long x2 = x[2 * ROWS + i];
            long x3 = x[3 * ROWS + i];
            x2 ^= x3 >>> 32;
            x1 ^= x2 >>> 32 ^ x3 << 32;
            x1 ^= x1 >>> 48;
            x[i] = x0 ^ x2 << 32 ^ x1 << 16;
            x3 ^= x3 >>> 48;
            x2 ^= x3 << 16 ^ x3;
            x[ROWS + i] = x1 ^ x2;
            x[2 * ROWS + i] = x2;
            x[3 * ROWS + i] = x3;
        }
    }

    /** Steps (32, 16), then (8, 2), (4, 1), (8, 4), (2, 1). */
    private static void inDigits(long[] x) {
        for (int i = 0; i < x.length; i++) {
            long w = x[i];
            w ^= w >>> 16 & TOP_32_16;
            w ^= w >>> 16 & REST_32_16;
            w ^= w >>> 6 & TOP_8_2;
            w ^= w >>> 6 & REST_8_2;
            w ^= w >>> 3 & TOP_4_1;
            w ^= w >>> 3 & REST_4_1;
            w ^= w >>> 4 & TOP_8_4;
            w ^= w >>> 4 & REST_8_4;
            w ^= w >>> 1 & TOP_2_1;
            w ^= w >>> 1 & REST_2_1;
            x[i] = w;
        }
    }

    /** The inverse of the transpose of {@link #betweenWords}. */
    private static void dualBetweenWords(long[] x) {
        for (int i = 0; i < ROWS; i++) {
            long x0 = x[i];
            long x1 = x[ROWS + i];
            long x2 = x[2 * ROWS + i];
            long x3 = x[3 * ROWS + i];
            x3 ^= x1 >>> 8 ^ x2 << 56;
            x2 ^= x0 >>> 8 ^ x1 << 56;
            x[ROWS + i] = x1 ^ x0 >>> 4 ^ x1 << 60;
            x[2 * ROWS + i] = x2;
            x[3 * ROWS + i] = x3 ^ x2 >>> 4 ^ x3 << 60;
        }
    }

    /** The inverse of the transpose of {@link #inWords}. */
    private static void dualInWords(long[] x) {
        for (int i = 0; i < x.length; i++) {
            long w = x[i];
            w ^= (w & (TOP_32_2 | REST_32_2)) << 30;
            w ^= (w & (TOP_16_1 | REST_16_1)) << 15;
            x[i] = w;
        }
    }

    /** The inverse of the transpose of {@link #betweenDigits}. */
    private static void dualBetweenDigits(long[] x) {
        for (int i = 0; i < ROWS; i++) {
            long x0 = x[i];
            long x1 = x[ROWS + i];
            long x2 = x[2 * ROWS + i];
            long x3 = x[3 * ROWS + i];
            x3 ^= x1 >>> 32 ^ x2 << 32;
            x2 ^= x0 >>> 32 ^ x1 << 32;
            x1 ^= x0 >>> 16 ^ x1 << 48;
            x3 ^= x2 >>> 16 ^ x3 << 48;
            x[ROWS + i] = x1;
            x[2 * ROWS + i] = x2 ^ x1;
            x[3 * ROWS + i] = x3 ^ x2;
        }
    }

    /** The inverse of the transpose of {@link #inDigits}. */
    private static void dualInDigits(long[] x) {
        for (int i = 0; i < x.length; i++) {
            long w = x[i];
            w ^= (w & (TOP_32_16 | REST_32_16)) << 16;
            w ^= (w & (TOP_8_2 | REST_8_2)) << 6;
            w ^= (w & (TOP_4_1 | REST_4_1)) << 3;
            w ^= (w & (TOP_8_4 | REST_8_4)) << 4;
            w ^= (w & (TOP_2_1 | REST_2_1)) << 1;
            x[i] = w;
        }
    }

    /** The transpose of {@link #inDigits}. */
    private static void transposedInDigits(long[] x) {
        for (int i = 0; i < x.length; i++) {
            long w = x[i];
            w ^= (w & REST_2_1) << 1;
            w ^= (w & TOP_2_1) << 1;
            w ^= (w & REST_8_4) << 4;
            w ^= (w & TOP_8_4) << 4;
            w ^= (w & REST_4_1) << 3;
            w ^= (w & TOP_4_1) << 3;
            w ^= (w & REST_8_2) << 6;
            w ^= (w & TOP_8_2) << 6;
            w ^= (w & REST_32_16) << 16;
            w ^= (w & TOP_32_16) << 16;
            x[i] = w;
        }
    }

    /** The transpose of {@link #betweenDigits}. */
    private static void transposedBetweenDigits(long[] x) {
        for (int i = 0; i < ROWS; i++) {
            long x0 = x[i];
            long x1 = x[ROWS + i];
            long x2 = x[2 * ROWS + i];
            long x3 = x[3 * ROWS + i];
            x2 ^= x1;
            x3 ^= x2;
            x1 ^= x0 >>> 16;
            x3 ^= x2 >>> 16;
            x1 ^= x1 << 48;
            x3 ^= x3 << 48;
            x2 ^= x0 >>> 32 ^ x1 << 32;
            x[ROWS + i] = x1;
            x[2 * ROWS + i] = x2;
            x[3 * ROWS + i] = x3 ^ x1 >>> 32 ^ x2 << 32;
        }
    }

    /** The transpose of {@link #inWords}. */
    private static void transposedInWords(long[] x) {
        for (int i = 0; i < x.length; i++) {
            long w = x[i];
            w ^= (w & REST_16_1) << 15;
            w ^= (w & TOP_16_1) << 15;
            w ^= (w & REST_32_2) << 30;
            w ^= (w & TOP_32_2) << 30;
            x[i] = w;
        }
    }

    /** The transpose of {@link #betweenWords}. */
    private static void transposedBetweenWords(long[] x) {
        for (int i = 0; i < ROWS; i++) {
            long x0 = x[i];
            long x1 = x[ROWS + i];
            long x2 = x[2 * ROWS + i];
            long x3 = x[3 * ROWS + i];
            x1 ^= x0 >>> 4;
            x3 ^= x2 >>> 4;
            x1 ^= x1 << 60;
            x3 ^= x3 << 60;
            x2 ^= x0 >>> 8 ^ x1 << 56;
            x[ROWS + i] = x1;
            x[2 * ROWS + i] = x2;
            x[3 * ROWS + i] = x3 ^ x1 >>> 8 ^ x2 << 56;
        }
    }
}
