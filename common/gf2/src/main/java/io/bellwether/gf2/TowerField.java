package io.bellwether.gf2;

/**
 * GF(2^16) as a tower of quadratic extensions, GF(2) in GF(4) in GF(16) in GF(256) in GF(2^16): an
 * element of twice n bits is {@code a0 + a1 Z} with {@code Z^2 = Z + c}, where c is the product of
 * the generators below. Scalar, for tables; {@link PlaneKernels} does the same on bit planes.
 */
final class TowerField {
    static final int BITS = 16;

    /** The Cantor basis: {@code v_0 = 1}, {@code v_i^2 + v_i = v_(i-1)}. */
    private static final int[] CANTOR = new int[BITS];

    static {
        CANTOR[0] = 1;
        for (int i = 1; i < BITS; i++) {
            int x = 2;
            while ((times(x, x) ^ x) != CANTOR[i - 1]) {
                x++;
            }
            CANTOR[i] = x;
        }
    }

    private TowerField() {}

    static int times(int a, int b) {
        return times(a, b, BITS);
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

    /** The evaluation point with this index: the sum of the basis elements of its bits. */
    static int point(int index) {
        int sum = 0;
        for (int i = 0; i < BITS; i++) {
            sum ^= (index >>> i & 1) != 0 ? CANTOR[i] : 0;
        }
        return sum;
    }
}
