package io.bellwether.gf2;

/** Exchanges of bits of the index between the place in a group and the number of the group. */
final class PlaneTrades {
    private static final int PLANE = PlaneKernels.PLANE;

    private static final long[] MASKS = {
        0x5555555555555555L, 0x3333333333333333L, 0x0f0f0f0f0f0f0f0fL,
        0x00ff00ff00ff00ffL, 0x0000ffff0000ffffL, 0x00000000ffffffffL
    };

    private PlaneTrades() {}

    /** Transposes eight matrices of 64 x 64 bits that lie side by side, a word each in a row. */
    static void tradePlaces(long[] a, int at, int stride) {
        for (int step = 5; step >= 0; step--) {
            int distance = 1 << step;
            for (int row = 0; row < 64; row++) {
                if ((row & distance) == 0) {
                    int first = at + row * stride;
                    int second = first + distance * stride;
                    PlaneKernels.exchange(a, first, second, distance, MASKS[step]);
                }
            }
        }
    }

    /** Exchanges word i of each plane of group k with word k of that plane of group i. */
    static void tradeWords(long[] a, int at, int stride, int groupWords) {
        for (int plane = 0; plane < groupWords - PLANE; plane += PLANE) {
            for (int i = 1; i < PLANE; i++) {
                for (int k = 0; k < i; k++) {
                    int first = at + k * stride + plane + i;
                    int second = at + i * stride + plane + k;
                    long value = a[first];
                    a[first] = a[second];
                    a[second] = value;
                }
            }
        }
    }
}
