package io.bellwether.errorcorrection;

/**
 * What both ends must agree on to use the same code: whole numbers only, so that they travel and
 * compare exactly. Made by {@link CodeSelection}; checked again by {@link SyndromeCode#of}.
 *
 * @param blockBits the length of the key
 * @param syndromeBits every bit that is published, which is what correction leaks
 * @param codeFamily {@link #IDENTITY} or {@link #QUASI_CYCLIC}
 * @param subBlocks the number of equally long codewords the key is cut into (the last may be
 *     shorter)
 * @param liftingSize the size of a circulant
 * @param baseRows rows of circulants in each codeword
 * @param baseColumns columns of circulants in each codeword
 * @param designPerMyriad the syndrome fraction, in ten-thousandths, whose degree distribution is
 *     used; differs from the true one where the noise is mixed
 */
public record CodeParameters(
        long blockBits,
        long syndromeBits,
        int codeFamily,
        int subBlocks,
        int liftingSize,
        int baseRows,
        int baseColumns,
        int designPerMyriad) {
    /** The whole key is published: right where no code can leave anything of it. */
    public static final int IDENTITY = 0;

    /**
     * Irregular quasi-cyclic codes of {@link CodeSelection}, fourth edition: few short cycles of
     * degrees 2 and 3.
     */
    public static final int QUASI_CYCLIC = 4;

    static CodeParameters identity(long blockBits) {
        return new CodeParameters(blockBits, blockBits, IDENTITY, 1, 1, 0, 0, 0);
    }

    /** The bits of every sub-block but the last, which has the rest. */
    long subBlockBits() {
        return (blockBits + subBlocks - 1) / subBlocks;
    }
}
