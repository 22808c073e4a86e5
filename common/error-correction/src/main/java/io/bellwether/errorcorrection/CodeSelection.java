package io.bellwether.errorcorrection;

import java.util.List;

/**
 * Chooses the code for a block from the noise that both ends expect. Computed with {@link
 * StrictMath} and whole numbers, so that both ends come to the same choice on every machine.
 */
public final class CodeSelection {
    /**
     * Longer blocks are cut: the gain beyond a million bits is small, memory and latency are not.
     */
    static final long LARGEST_SUB_BLOCK_BITS = 1 << 20;

    /** Shorter blocks would need base matrices too small for the degree distributions. */
    static final long SMALLEST_CODED_BLOCK_BITS = 2048;

    /** Fewer rows leave no room for a simple base matrix. */
    static final int SMALLEST_BASE_ROWS = 6;

    /** No code is laid out for less noise; less is corrected as if it were this much. */
    private static final double SMALLEST_FLIP_PROBABILITY = 1e-3;

    /** A code that leaks more than this part of the key is not worth a possible failure. */
    private static final double LARGEST_SYNDROME_FRACTION = 0.85;

    /**
     * About half of the blocks of a million bits decode at this ratio to the information content,
     * plus {@link #SMALL_ENTROPY_LOSS} over the squared entropy: long checks lose in whole steps.
     * Measured with {@code FrameStatistics}.
     */
    private static final double EFFICIENCY = 1.035;

    private static final double SMALL_ENTROPY_LOSS = 5e-5;

    private static final double LARGE_ENTROPY = 0.25;

    private static final double LARGE_ENTROPY_LOSS = 0.05;

    /** For the excess entropy of the mean flip probability over the mean entropy. */
    private static final double MIXING_LOSS = 0.068;

    /**
     * Reserve in standard deviations of the block's information content, for a million bits, where
     * one lost block in ten thousand is aimed at.
     */
    private static final double RESERVE_DEVIATIONS = 4.4;

    /**
     * At 100,000 bits and below: a standard deviation is a larger part of a short block. Set so
     * that the leakage comes within 0.05 of the limit, with one or two lost blocks in a hundred.
     * Less so below {@link #COSTLY_ENTROPY}: reserve costs a part of the entropy, a lost block all
     * its key.
     */
    private static final double FEWER_DEVIATIONS_OF_SHORT_BLOCKS = 1.05;

    private static final double COSTLY_ENTROPY = 0.105;

    /** Further reserve of short blocks in bits; falls as the root of the length above that. */
    private static final double SHORT_BLOCK_RESERVE = 60;

    private static final double SHORT_BLOCK_BITS = 1e4;

    private CodeSelection() {}

    /**
     * The code for a block.
     *
     * @param blockBits the length of the key, at least 1
     * @param expected the classes of noise; their fractions add up to 1
     * @throws IllegalArgumentException if a value is out of range, naming it
     */
    public static CodeParameters choose(long blockBits, List<NoiseClass> expected) {
        if (blockBits < 1) {
            throw new IllegalArgumentException("blockBits: %d; at least 1".formatted(blockBits));
        }
        requireWhole(expected);
        if (blockBits < SMALLEST_CODED_BLOCK_BITS) {
            return CodeParameters.identity(blockBits);
        }
        int subBlocks = Math.toIntExact(subBlocks(blockBits));
        long length = (blockBits + subBlocks - 1) / subBlocks;
        int lifting = liftingSize(length);
        double target = syndromeTarget(length, expected);
        int rows = Math.max(SMALLEST_BASE_ROWS, (int) StrictMath.ceil(target / lifting));
        int columns = (int) ((length + lifting - 1) / lifting);
        long syndromeBits = (long) subBlocks * rows * lifting;
        if (syndromeBits > LARGEST_SYNDROME_FRACTION * blockBits) {
            return CodeParameters.identity(blockBits);
        }
        return new CodeParameters(
                blockBits,
                syndromeBits,
                CodeParameters.QUASI_CYCLIC,
                subBlocks,
                lifting,
                rows,
                columns,
                designPerMyriad(expected));
    }

    /**
     * Entropy of Alice's bits given Bob's, per bit, for a mixture of classes: what every code must
     * at least publish in the limit of long blocks.
     */
    public static double entropyPerBit(List<NoiseClass> expected) {
        double entropy = 0;
        for (NoiseClass part : expected) {
            entropy += part.fraction() * binaryEntropy(effectiveFlip(part));
        }
        return entropy;
    }

    /**
     * The distribution that density evolution likes best. On a mixture it is one made for more
     * noise; the weight was fitted to announced settings, 1.44 % and 16.5 % in 5 % of the rounds.
     */
    private static int designPerMyriad(List<NoiseClass> expected) {
        double entropy = entropyPerBit(expected);
        double fraction = 1.07 * (entropy + Math.min(2.4 * mixing(expected), 0.25 * entropy));
        return (int) StrictMath.rint(1e4 * Math.min(1, fraction));
    }

    /** How much more entropy the block would have if all its bits were equally noisy. */
    private static double mixing(List<NoiseClass> expected) {
        double meanFlip = 0;
        for (NoiseClass part : expected) {
            meanFlip += part.fraction() * effectiveFlip(part);
        }
        return Math.max(0, binaryEntropy(meanFlip) - entropyPerBit(expected));
    }

    static long subBlocks(long blockBits) {
        return (blockBits + LARGEST_SUB_BLOCK_BITS - 1) / LARGEST_SUB_BLOCK_BITS;
    }

    static int liftingSize(long subBlockBits) {
        return subBlockBits >= 1 << 19 ? 128 : subBlockBits >= 1 << 15 ? 64 : 32;
    }

    private static double syndromeTarget(long bits, List<NoiseClass> expected) {
        double entropy = entropyPerBit(expected);
        double second = 0;
        for (NoiseClass part : expected) {
            double flip = effectiveFlip(part);
            double own = binaryEntropy(flip);
            double logOdds = StrictMath.log((1 - flip) / flip) / StrictMath.log(2);
            second += part.fraction() * (flip * (1 - flip) * logOdds * logOdds + own * own);
        }
        double variance = second - entropy * entropy;
        double efficiency =
                EFFICIENCY
                        + SMALL_ENTROPY_LOSS / (entropy * entropy)
                        + LARGE_ENTROPY_LOSS * Math.max(0, entropy - LARGE_ENTROPY)
                        + MIXING_LOSS * mixing(expected) / entropy;
        double deviations =
                RESERVE_DEVIATIONS
                        - FEWER_DEVIATIONS_OF_SHORT_BLOCKS
                                * Math.clamp(6 - StrictMath.log10(bits), 0, 1)
                                * Math.min(1, entropy / COSTLY_ENTROPY);
        double shortReserve =
                SHORT_BLOCK_RESERVE * Math.min(1, StrictMath.sqrt(SHORT_BLOCK_BITS / bits));
        return efficiency * bits * entropy
                + deviations * StrictMath.sqrt(bits * variance)
                + shortReserve;
    }

    private static double effectiveFlip(NoiseClass part) {
        double flip = Math.min(part.flipProbability(), 1 - part.flipProbability());
        return Math.max(flip, SMALLEST_FLIP_PROBABILITY);
    }

    static double binaryEntropy(double p) {
        return -(p * StrictMath.log(p) + (1 - p) * StrictMath.log1p(-p)) / StrictMath.log(2);
    }

    private static void requireWhole(List<NoiseClass> expected) {
        double sum = 0;
        for (NoiseClass part : expected) {
            sum += part.fraction();
        }
        if (!(Math.abs(sum - 1) < 1e-9)) {
            throw new IllegalArgumentException(
                    "expected: the fractions of the noise classes add up to " + sum + "; need 1");
        }
    }
}
