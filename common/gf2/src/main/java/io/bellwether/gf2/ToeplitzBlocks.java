package io.bellwether.gf2;

/**
 * How {@link FastToeplitzProduct} cuts a product into blocks.
 *
 * @param cosets of the evaluation points: 2^20 times as many bits can be transformed at a time
 * @param columnBits bits of the vector in a block, a multiple of 64
 * @param rowBits bits of the product in a block; the same, or all of them
 * @param columns blocks of the vector
 * @param rows blocks of the product
 */
record ToeplitzBlocks(int cosets, long columnBits, long rowBits, int columns, int rows) {
    private static final int[] COSETS = {1, 2, 4};

    /** The cheapest blocks. */
    static ToeplitzBlocks of(long rows, long columns) {
        ToeplitzBlocks best = square(rows, columns, COSETS[0]);
        for (int cosets : COSETS) {
            best = cheaper(best, square(rows, columns, cosets));
            long most = transformed(cosets) - rows + 1 & -64;
            if (most > 0) {
                int count = blocks(columns, most);
                long even = (columns + count - 1) / count + 63 & -64;
                best = cheaper(best, new ToeplitzBlocks(cosets, even, rows, count, 1));
            }
        }
        return best;
    }

    /** Square blocks of the matrix. */
    static ToeplitzBlocks square(long rows, long columns, int cosets) {
        long bits = transformed(cosets) / 2;
        return new ToeplitzBlocks(cosets, bits, bits, blocks(columns, bits), blocks(rows, bits));
    }

    private static long transformed(int cosets) {
        return (long) cosets << 20;
    }

    private static int blocks(long bits, long block) {
        return (int) ((bits + block - 1) / block);
    }

    private static ToeplitzBlocks cheaper(ToeplitzBlocks a, ToeplitzBlocks b) {
        return b.cost() < a.cost() ? b : a;
    }

    /** Stretches of the diagonals. */
    private int stretches() {
        return rows + columns - 1;
    }

    /** In units of a transform of 2^20 bits: measured ratios, rounded. */
    private double cost() {
        double transforms = 0.95 * columns + stretches() + 0.95 * rows;
        double products = 0.08 * rows * columns;
        // What is transformed at a time fits the caches less well the more it is.
        double caches =
                switch (cosets) {
                    case 1 -> 1;
                    case 2 -> 1.08;
                    default -> 1.2;
                };
        return cosets * caches * (transforms + products);
    }
}
