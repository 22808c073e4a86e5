package io.bellwether.gf2;

import java.util.Arrays;

/**
 * The additive Fourier transform of 2^16 polynomials of 32 bits, for products modulo {@code y^65536
 * + y}: evaluation at every point of GF(2^16), in four copies of the field at once (see {@link
 * ChunkResidues}), with the butterflies of Lin, Chung and Han in the Cantor basis on bit planes.
 *
 * <p>An index has 16 bits. Bits that number the groups of planes are joined by butterflies between
 * groups; bits of a place within a group first trade places with bits that are done:
 *
 * <pre>
 *              place in a word   word    bits of the group's number, from the lowest
 * levels 15-10     4 to 9          1      0 2 3 10 11 12 13 14 15
 * levels 9-2      10 to 15         1      0 2 3 4 5 6 7 8 9
 * levels 1-0      10 to 15         2      0 1 3 4 5 6 7 8 9
 * </pre>
 *
 * <p>Its time does not depend on the data: there is no table that data index. One transform serves
 * one thread.
 */
final class AdditiveTransform {
    /** Words of a transformed operand. */
    static final int WORDS = ChunkResidues.GROUPS * ChunkResidues.STRIDE;

    private static final int SIZE = ChunkResidues.SIZE;
    static final int BLOCKS = ChunkResidues.BLOCKS;
    static final int COLUMNS = ChunkResidues.BLOCK_GROUPS;

    /** The bits of a group's number that are its column, the others being its block. */
    private static final int COLUMN = COLUMNS - 1;

    private static final int STRIDE = ChunkResidues.STRIDE;
    private static final int PLANE = PlaneKernels.PLANE;
    private static final int LOWEST_OF_WHOLE_GROUPS = 10;
    private static final int[] TOP_BITS = {0, 2, 3, 10, 11, 12, 13, 14, 15};
    private static final int[] MIDDLE_BITS = {0, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final int[] LAST_BITS = {0, 1, 3, 4, 5, 6, 7, 8, 9};

    /** For each level the part of the twiddle that depends on the place in a group, expanded. */
    private static final long[][] LANE_TWIDDLES = new long[TowerField.BITS][PlaneKernels.EXPANDED];

    static {
        for (int level = 0; level < LOWEST_OF_WHOLE_GROUPS; level++) {
            for (int lane = 0; lane < 128; lane++) {
                int word = lane / 64;
                int twiddle = level < 2 && word == 1 ? TowerField.cantor(2 - level) : 0;
                for (int s = 0; s < 6; s++) {
                    twiddle ^= (lane >>> s & 1) != 0 ? TowerField.cantor(10 + s - level) : 0;
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

    /**
     * Transforms 2^16 polynomials.
     *
     * @param chunks used up
     * @param upperHalf if not, the upper half is zero
     */
    void forward(int[] chunks, boolean upperHalf, long[] planes) {
        NovelBasis.fromPowers(chunks, upperHalf);
        residues.toPlanes(chunks, 0, upperHalf ? BLOCKS : BLOCKS / 2, planes);
        for (int column = 0; column < COLUMNS; column++) {
            columnForward(planes, column, upperHalf);
        }
        for (int block = 0; block < BLOCKS; block++) {
            blockForward(planes, block);
        }
    }

    /**
     * The inverse, to the polynomial {@code low + y high}, of which the coefficients from 2^15 + 1
     * on are computed.
     *
     * @param planes used up
     * @param sum receives the coefficients
     * @param high for the upper halves of the coefficients
     */
    void backward(long[] planes, int[] sum, int[] high) {
        for (int block = 0; block < BLOCKS; block++) {
            blockBackward(planes, block);
        }
        for (int column = 0; column < COLUMNS; column++) {
            columnBackward(planes, column);
        }
        for (int block = BLOCKS / 2; block < BLOCKS; block++) {
            polynomials(planes, block, sum, high);
        }
        toPowers(sum, high);
    }

    /** Levels 15 to 4 join only groups of which the numbers have the same bits 0 to 2. */
    private void columnForward(long[] planes, int column, boolean upperHalf) {
        if (upperHalf) {
            level(planes, 15, TOP_BITS, COLUMN, column, false);
        } else {
            for (int at = column * STRIDE; at < WORDS / 2; at += COLUMNS * STRIDE) {
                System.arraycopy(planes, at, planes, at + WORDS / 2, PlaneKernels.ELEMENT);
            }
        }
        for (int level = 14; level >= 10; level--) {
            level(planes, level, TOP_BITS, COLUMN, column, false);
        }
        tradePlaces(planes, column);
        for (int level = 9; level >= 4; level--) {
            level(planes, level, MIDDLE_BITS, COLUMN, column, false);
        }
    }

    /** The second step of {@link #backward}, for one of {@link #COLUMNS}, after the first. */
    void columnBackward(long[] planes, int column) {
        for (int level = 4; level <= 9; level++) {
            level(planes, level, MIDDLE_BITS, COLUMN, column, true);
        }
        tradePlaces(planes, column);
        for (int level = 10; level <= 15; level++) {
            level(planes, level, TOP_BITS, COLUMN, column, true);
        }
    }

    /** Levels 3 to 0 join only groups of which the numbers have the same bits 3 to 8. */
    private void blockForward(long[] planes, int block) {
        level(planes, 3, MIDDLE_BITS, ~COLUMN, block * COLUMNS, false);
        level(planes, 2, MIDDLE_BITS, ~COLUMN, block * COLUMNS, false);
        tradeWords(planes, block);
        level(planes, 1, LAST_BITS, ~COLUMN, block * COLUMNS, false);
        level(planes, 0, LAST_BITS, ~COLUMN, block * COLUMNS, false);
    }

    /** The first step of {@link #backward}, for one of {@link #BLOCKS}. */
    void blockBackward(long[] planes, int block) {
        level(planes, 0, LAST_BITS, ~COLUMN, block * COLUMNS, true);
        level(planes, 1, LAST_BITS, ~COLUMN, block * COLUMNS, true);
        tradeWords(planes, block);
        level(planes, 2, MIDDLE_BITS, ~COLUMN, block * COLUMNS, true);
        level(planes, 3, MIDDLE_BITS, ~COLUMN, block * COLUMNS, true);
    }

    /** The third step of {@link #backward}, for one of the upper half of the blocks. */
    void polynomials(long[] planes, int block, int[] low, int[] high) {
        residues.fromPlanes(planes, block, low, high);
    }

    /** The last step of {@link #backward}. */
    static void toPowers(int[] sum, int[] high) {
        NovelBasis.addShifted(high, sum);
        NovelBasis.toPowers(sum);
    }

    /** sum += a b, point by point, in the groups of one block. */
    void addProduct(long[] a, long[] b, long[] sum, int block) {
        int end = (block + 1) * COLUMNS * STRIDE;
        for (int at = block * COLUMNS * STRIDE; at < end; at += STRIDE) {
            PlaneKernels.addProduct(a, at, b, at, sum, at, scratch);
        }
    }

    /**
     * The butterflies of one level between the groups of which the numbers have certain bits.
     *
     * @param meaning the index bit that each bit of a group's number is
     * @param fixed mask of those bits
     * @param value their value
     */
    private void level(
            long[] planes, int level, int[] meaning, int fixed, int value, boolean inverse) {
        int above = 0;
        int below = 0;
        int distance = 0;
        for (int k = 0; k < meaning.length; k++) {
            above |= meaning[k] > level ? 1 << k : 0;
            below |= meaning[k] < level ? 1 << k : 0;
            distance |= meaning[k] == level ? 1 << k : 0;
        }
        int twiddleBits = above;
        above &= ~fixed;
        below &= ~fixed;
        int planesOfTwiddle = level >= 12 ? 4 : level >= 8 ? 8 : 24;
        // Subtracting a mask from a number within it counts through the numbers within it.
        int high = 0;
        do {
            int point = 0;
            for (int k = 0; k < meaning.length; k++) {
                int selected = (high | value) & twiddleBits & 1 << k;
                point ^= selected != 0 ? TowerField.cantor(meaning[k] - level) : 0;
            }
            PlaneKernels.expand(point, LANE_TWIDDLES[level], expanded, planesOfTwiddle * PLANE);
            boolean zero = level >= LOWEST_OF_WHOLE_GROUPS && point == 0;
            int low = 0;
            do {
                int u = (high | low | value) * STRIDE;
                butterfly(planes, u, u + distance * STRIDE, level, zero, inverse);
                low = low - below & below;
            } while (low != 0);
            high = high - above & above;
        } while (high != 0);
    }

    /**
     * Forward: u += twiddle w, then w += u. The twiddle is in {@link #expanded}. Those of level k
     * lie in the space of the first 16 - k elements of the basis, and the spaces of four and eight
     * are subfields.
     */
    private void butterfly(long[] planes, int u, int w, int level, boolean zero, boolean inverse) {
        if (inverse) {
            PlaneKernels.add(planes, w, planes, u, planes, w, PlaneKernels.ELEMENT);
        }
        if (!zero) {
            if (level >= 12) {
                PlaneKernels.addProductByNibble(planes, w, expanded, planes, u);
            } else if (level >= 8) {
                PlaneKernels.addProductByByte(planes, w, expanded, planes, u);
            } else {
                PlaneKernels.addProduct(planes, w, expanded, planes, u, scratch);
            }
        }
        if (!inverse) {
            PlaneKernels.add(planes, w, planes, u, planes, w, PlaneKernels.ELEMENT);
        }
    }

    /** Exchanges the place in a word with bits 3 to 8 of the group's number. */
    private static void tradePlaces(long[] planes, int column) {
        for (int bit = 0; bit < TowerField.BITS; bit++) {
            ChunkResidues.transpose(planes, column * STRIDE + bit * PLANE, COLUMNS * STRIDE);
        }
    }

    /** Exchanges the word of each field's two with bit 1 of the group's number. */
    private static void tradeWords(long[] planes, int block) {
        for (int group : new int[] {0, 1, 4, 5}) {
            int first = (block * COLUMNS + group) * STRIDE;
            int second = first + 2 * STRIDE;
            for (int word = 0; word < PlaneKernels.ELEMENT; word += 2) {
                long value = planes[first + word + 1];
                planes[first + word + 1] = planes[second + word];
                planes[second + word] = value;
            }
        }
    }

    /** Overwrites what is left of the operands. */
    void erase() {
        residues.erase();
        Arrays.fill(scratch, 0);
    }

    /** The number of polynomials of an operand. */
    static int size() {
        return SIZE;
    }
}
