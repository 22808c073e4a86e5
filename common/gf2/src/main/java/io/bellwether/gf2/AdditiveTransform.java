package io.bellwether.gf2;

/**
 * The additive Fourier transform of 2^16 polynomials of 32 bits, for products modulo {@code y^65536
 * + y}: evaluation at every point of GF(2^16), in four copies of the field at once (see {@link
 * ChunkResidues}), with the butterflies of Lin, Chung and Han in the Cantor basis on bit planes.
 *
 * <p>An index has 16 bits: a group of 128 neighbours in one set of planes (low 7 bits) and the
 * number of the group. Levels 15 to 7 join groups; then bits 0 to 6 trade places with bits 9 to 15,
 * so that levels 6 to 0 join groups as well.
 *
 * <p>Not constant in time: tables are read at addresses that depend on the data. One transform
 * serves one thread; about a megabyte of working memory besides the planes.
 */
final class AdditiveTransform {
    /** Words of a transformed operand. */
    static final int WORDS = ChunkResidues.GROUPS * ChunkResidues.STRIDE;

    private static final int SIZE = ChunkResidues.SIZE;
    private static final int GROUPS = ChunkResidues.GROUPS;
    private static final int STRIDE = ChunkResidues.STRIDE;
    private static final int PLANE = PlaneKernels.PLANE;
    private static final int LANE_BITS = 7;

    private static final long[] ZERO = new long[PlaneKernels.EXPANDED];

    /** For levels 0 to 6 the part of the twiddle that depends on the place, expanded. */
    private static final long[][] LANE_TWIDDLES = new long[LANE_BITS][PlaneKernels.EXPANDED];

    static {
        for (int level = 0; level < LANE_BITS; level++) {
            for (int lane = 0; lane < 128; lane++) {
                int twiddle = 0;
                for (int s = 0; s < LANE_BITS; s++) {
                    twiddle ^= (lane >>> s & 1) != 0 ? TowerField.cantor(9 + s - level) : 0;
                }
                setLane(LANE_TWIDDLES[level], lane, twiddle);
            }
            PlaneKernels.expand(LANE_TWIDDLES[level].clone(), 0, LANE_TWIDDLES[level]);
        }
    }

    private final ChunkResidues residues = new ChunkResidues();
    private final long[] expanded = new long[PlaneKernels.EXPANDED];
    private final long[] scratch = new long[PlaneKernels.ELEMENT];

    private static void setLane(long[] planes, int lane, int element) {
        for (int bit = 0; bit < TowerField.BITS; bit++) {
            for (int field = 0; field < 4; field++) {
                int word = bit * PLANE + 2 * field + lane / 64;
                planes[word] |= (long) (element >>> bit & 1) << lane;
            }
        }
    }

    /** Transforms 2^16 polynomials; {@code chunks} is used up. */
    void forward(int[] chunks, long[] planes) {
        NovelBasis.fromPowers(chunks);
        residues.toPlanes(chunks, planes);
        for (int level = 15; level >= LANE_BITS; level--) {
            groupLevel(planes, level, false);
        }
        tradePlaces(planes);
        for (int level = LANE_BITS - 1; level >= 0; level--) {
            laneLevel(planes, level, false);
        }
    }

    /** The inverse, to polynomials of 64 bits in two halves; {@code planes} is used up. */
    void backward(long[] planes, int[] low, int[] high) {
        for (int level = 0; level < LANE_BITS; level++) {
            laneLevel(planes, level, true);
        }
        tradePlaces(planes);
        for (int level = LANE_BITS; level <= 15; level++) {
            groupLevel(planes, level, true);
        }
        residues.fromPlanes(planes, low, high);
        NovelBasis.toPowers(low);
        NovelBasis.toPowers(high);
    }

    /** sum += a b, point by point. */
    void addProduct(long[] a, long[] b, long[] sum) {
        for (int at = 0; at < WORDS; at += STRIDE) {
            PlaneKernels.expand(b, at, expanded);
            PlaneKernels.addProduct(a, at, expanded, sum, at, scratch);
        }
    }

    private void groupLevel(long[] planes, int level, boolean inverse) {
        int distance = 1 << (level - LANE_BITS);
        for (int block = 0; block < GROUPS / (2 * distance); block++) {
            int point = TowerField.point(2 * block);
            PlaneKernels.expand(point, ZERO, expanded);
            int first = block * 2 * distance;
            for (int group = first; group < first + distance; group++) {
                butterfly(planes, group * STRIDE, (group + distance) * STRIDE, point, inverse);
            }
        }
    }

    /** After places have been traded, bits 2 to 8 of a group's number are index bits 0 to 6. */
    private void laneLevel(long[] planes, int level, boolean inverse) {
        int lows = 1 << level;
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int high = 0; high < 64 >> level; high++) {
                int index = quarter << LANE_BITS | high << (level + 1);
                int point = TowerField.point(index >> (level + 1) << 1);
                PlaneKernels.expand(point, LANE_TWIDDLES[level], expanded);
                for (int low = 0; low < lows; low++) {
                    int place = high << (level + 1) | low;
                    int u = (place << 2 | quarter) * STRIDE;
                    butterfly(planes, u, u + (lows << 2) * STRIDE, -1, inverse);
                }
            }
        }
    }

    /**
     * Forward: u += twiddle w, then w += u. The twiddle is in {@link #expanded}; those of small
     * subfields cost less.
     */
    private void butterfly(long[] planes, int u, int w, int point, boolean inverse) {
        if (inverse) {
            PlaneKernels.add(planes, w, planes, u, planes, w, PlaneKernels.ELEMENT);
        }
        if (point != 0) {
            if ((point & ~0xf) == 0) {
                PlaneKernels.addProductByNibble(planes, w, expanded, planes, u);
            } else if ((point & ~0xff) == 0) {
                PlaneKernels.addProductByByte(planes, w, expanded, planes, u);
            } else {
                PlaneKernels.addProduct(planes, w, expanded, planes, u, scratch);
            }
        }
        if (!inverse) {
            PlaneKernels.add(planes, w, planes, u, planes, w, PlaneKernels.ELEMENT);
        }
    }

    /** Exchanges index bits 0 to 6 (lanes) with bits 9 to 15 (bits 2 to 8 of the group). */
    private static void tradePlaces(long[] planes) {
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int bit = 0; bit < TowerField.BITS; bit++) {
                int base = quarter * STRIDE + bit * PLANE;
                for (int step = 0; step < 6; step++) {
                    int distance = 1 << step;
                    for (int row = 0; row < 128; row++) {
                        if ((row & distance) == 0) {
                            PlaneKernels.exchange(
                                    planes,
                                    base + row * 4 * STRIDE,
                                    base + (row + distance) * 4 * STRIDE,
                                    distance,
                                    ChunkResidues.mask(step));
                        }
                    }
                }
                tradeWords(planes, base);
            }
        }
    }

    private static void tradeWords(long[] planes, int base) {
        for (int row = 0; row < 64; row++) {
            int first = base + row * 4 * STRIDE;
            int second = first + 64 * 4 * STRIDE;
            for (int word = 0; word < PLANE; word += 2) {
                long value = planes[first + word + 1];
                planes[first + word + 1] = planes[second + word];
                planes[second + word] = value;
            }
        }
    }

    /** The number of polynomials of an operand. */
    static int size() {
        return SIZE;
    }
}
