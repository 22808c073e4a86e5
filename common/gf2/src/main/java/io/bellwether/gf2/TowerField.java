package io.bellwether.gf2;

/**
 * GF(2^16) and GF(2^32) as a tower of quadratic extensions, GF(2) in GF(4) in GF(16) and so on: an
 * element of twice n bits is {@code a0 + a1 Z} with {@code Z^2 = Z + c}, where c is the product of
 * the generators below. Scalar, for tables; {@link PlaneKernels} does the same on bit planes.
 */
final class TowerField {
    /** Bits of an element of the smaller field, which holds the Cantor basis used. */
    static final int BITS = 16;

    /** Bits of an element of the field of the evaluation points. */
    static final int EXTENDED_BITS = 32;

    /** The constant of the highest extension: {@code Z^2 = Z + STEP}. */
    static final int STEP = timesConstant(1, BITS);

    /** Images {@code x^2 + x} of GF(2^16) by their highest bit, and where they come from. */
    private static final int[] IMAGES = new int[BITS];

    private static final int[] ORIGINS = new int[BITS];

    /** The Cantor basis: {@code v_0 = 1}, {@code v_i^2 + v_i = v_(i-1)}. */
    private static final int[] CANTOR = new int[BITS];

    static {
        for (int bit = 1; bit < BITS; bit++) {
            int origin = 1 << bit;
            int image = times(origin, origin) ^ origin;
            int top = Integer.numberOfTrailingZeros(Integer.highestOneBit(image));
            while (IMAGES[top] != 0) {
                image ^= IMAGES[top];
                origin ^= ORIGINS[top];
                top = Integer.numberOfTrailingZeros(Integer.highestOneBit(image));
            }
            IMAGES[top] = image;
            ORIGINS[top] = origin;
        }
        CANTOR[0] = 1;
        for (int i = 1; i < BITS; i++) {
            CANTOR[i] = smallRoot(CANTOR[i - 1]);
        }
    }

    private TowerField() {}

    /** In GF(2^16). */
    static int times(int a, int b) {
        return times(a, b, BITS);
    }

    /** In GF(2^32). */
    static int timesExtended(int a, int b) {
        return times(a, b, EXTENDED_BITS);
    }

    private static int times(int a, int b, int bits) {
        if (bits == 1) {
            return a & b;
        }
        int half = bits / 2;
        int mask = (1 << half) - 1;
        int low = times(a & mask, b & mask, half);
        int high = times(a >>> half, b >>> half, half);
        int both = times((a ^ a >>> half) & mask, (b ^ b >>> half) & mask, half);
        return low ^ timesConstant(high, half) | (both ^ low) << half;
    }

    private static int timesConstant(int a, int bits) {
        if (bits == 1) {
            return a;
        }
        int half = bits / 2;
        int mask = (1 << half) - 1;
        int high = timesConstant(a >>> half, half);
        int both = timesConstant((a ^ a >>> half) & mask, half);
        return timesConstant(high, half) | both << half;
    }

    static int cantor(int i) {
        return CANTOR[i];
    }

    /** Whether {@code x^2 + x = a} has solutions in GF(2^16): two, which differ by 1. */
    private static boolean hasSmallRoot(int a) {
        return remainder(a, new int[1]) == 0;
    }

    private static int smallRoot(int a) {
        int[] origin = new int[1];
        if (remainder(a, origin) != 0) {
            throw new IllegalArgumentException("no root of x^2 + x = %d".formatted(a));
        }
        return origin[0];
    }

    private static int remainder(int a, int[] origin) {
        int left = a;
        for (int bit = BITS - 1; bit >= 0; bit--) {
            if ((left >>> bit & 1) != 0 && IMAGES[bit] != 0) {
                left ^= IMAGES[bit];
                origin[0] ^= ORIGINS[bit];
            }
        }
        return left;
    }

    /**
     * A solution of {@code x^2 + x = a} in GF(2^32). With {@code x = x0 + x1 Z} it is {@code x1^2 +
     * x1 = a1} and {@code x0^2 + x0 = a0 + c x1^2}; of the two x1, one makes the latter solvable.
     *
     * @throws IllegalArgumentException if there is none
     */
    static int root(int a) {
        int high = smallRoot(a >>> BITS);
        int low = (a & (1 << BITS) - 1) ^ times(STEP, times(high, high));
        if (!hasSmallRoot(low)) {
            high ^= 1;
            low ^= STEP;
        }
        return smallRoot(low) | high << BITS;
    }
}
