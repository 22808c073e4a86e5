package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.Arrays;

/**
 * A code that both ends build from the same parameters. Alice publishes {@link #syndrome}, Bob
 * calls {@link #decode}. A long key is cut into sub-blocks of one code; a sub-block shorter than
 * the code is filled up with bits known to be equal at both ends.
 */
public final class SyndromeCode {
    /** A hostile syndrome costs no more than this; useful decodings end well before. */
    private static final int LARGEST_ITERATIONS = 200;

    private final CodeParameters parameters;

    /** No rows for the identity, which publishes the key itself. */
    private final QuasiCyclicMatrix matrix;

    private SyndromeCode(CodeParameters parameters) {
        this.parameters = parameters;
        this.matrix =
                isIdentity(parameters)
                        ? new QuasiCyclicMatrix(1, 0, new int[0][], new int[0][])
                        : CodeGenerator.generate(
                                parameters.liftingSize(),
                                parameters.baseRows(),
                                parameters.baseColumns(),
                                DegreeDistribution.forSyndromeFraction(
                                        parameters.designPerMyriad() / 1e4));
    }

    /**
     * Builds the code; takes a fraction of a second for a sub-block of a million bits.
     *
     * @throws IllegalArgumentException if {@link CodeSelection} would never choose these
     *     parameters, naming the field, its value and the limit
     */
    public static SyndromeCode of(CodeParameters parameters) {
        requireKnown(parameters);
        return new SyndromeCode(parameters);
    }

    public CodeParameters parameters() {
        return parameters;
    }

    /** Every bit that will be published. */
    public long syndromeBits() {
        return parameters.syndromeBits();
    }

    /**
     * What Alice publishes: the syndromes of the sub-blocks, one after the other.
     *
     * @throws IllegalArgumentException if the key has another length than the code
     */
    public BitArray syndrome(SecretBits key) {
        requireLength("key", key.length(), parameters.blockBits());
        BitArray bits = key.read(SecretAccess.to("compute the syndrome"));
        return isIdentity(parameters) ? bits.copy() : syndromeOf(bits);
    }

    /**
     * Bob's correction.
     *
     * @param syndrome what Alice published
     * @param reference his own bits; not changed
     * @param flips how likely each of them differs from hers
     * @throws IllegalArgumentException if a length does not fit, naming both numbers
     */
    public Decoding decode(BitArray syndrome, SecretBits reference, FlipProbabilities flips) {
        requireLength("syndrome", syndrome.length(), parameters.syndromeBits());
        requireLength("reference", reference.length(), parameters.blockBits());
        if (isIdentity(parameters)) {
            return new Decoding.Corrected(new SecretBits(syndrome.copy()), 0);
        }
        BitArray own = reference.read(SecretAccess.to("correct towards Alice's key"));
        BitArray corrected = own.copy();
        LayeredDecoder decoder = LayeredDecoder.of(matrix);
        short[] priors = new short[Math.toIntExact(matrix.columnBits())];
        int most = 0;
        for (int block = 0; block < parameters.subBlocks(); block++) {
            int iterations = decodeSubBlock(block, syndrome, corrected, flips, decoder, priors);
            if (iterations < 0) {
                corrected.clear();
                decoder.erase();
                return new Decoding.NotConverged(LARGEST_ITERATIONS);
            }
            most = Math.max(most, iterations);
        }
        decoder.erase();
        return new Decoding.Corrected(new SecretBits(corrected), most);
    }

    private int decodeSubBlock(
            int block,
            BitArray syndrome,
            BitArray corrected,
            FlipProbabilities flips,
            LayeredDecoder decoder,
            short[] priors) {
        long from = from(block);
        int length = (int) (from(block + 1) - from);
        fillPriors(priors, from, length, flips);
        BitArray bits = corrected.slice(from, length);
        BitArray target = matrix.syndrome(bits);
        target.xor(syndrome.slice(block * matrix.rowBits(), matrix.rowBits()));
        BitArray difference = BitArray.ofLength(length);
        int iterations = decoder.decode(priors, target, difference, LARGEST_ITERATIONS);
        if (iterations >= 0) {
            bits.xor(difference);
            corrected.put(from, bits);
        }
        bits.clear();
        difference.clear();
        return iterations;
    }

    private static void fillPriors(short[] priors, long from, int length, FlipProbabilities flips) {
        // Neighbours are mostly alike, and a logarithm for each bit would cost a tenth of the time.
        double known = 0.5;
        short prior = 0;
        for (int i = 0; i < length; i++) {
            double flip = flips.at(from + i);
            if (flip != known) {
                prior = BoxPlus.ofFlip(flip);
                known = flip;
            }
            priors[i] = prior;
        }
        Arrays.fill(priors, length, priors.length, BoxPlus.CERTAIN);
    }

    private BitArray syndromeOf(BitArray key) {
        BitArray syndrome = BitArray.ofLength(parameters.syndromeBits());
        for (int block = 0; block < parameters.subBlocks(); block++) {
            BitArray bits = key.slice(from(block), from(block + 1) - from(block));
            syndrome.put(block * matrix.rowBits(), matrix.syndrome(bits));
            bits.clear();
        }
        return syndrome;
    }

    private long from(int block) {
        return Math.min(parameters.blockBits(), block * parameters.subBlockBits());
    }

    private static boolean isIdentity(CodeParameters parameters) {
        return parameters.codeFamily() == CodeParameters.IDENTITY;
    }

    private static void requireLength(String name, long actual, long expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(
                    "%s: %d bits; the code has %d".formatted(name, actual, expected));
        }
    }

    private static void requireKnown(CodeParameters p) {
        require(p.blockBits() >= 1, "blockBits", p.blockBits(), "at least 1");
        if (isIdentity(p)) {
            require(
                    p.equals(CodeParameters.identity(p.blockBits())),
                    "syndromeBits",
                    p.syndromeBits(),
                    "the identity publishes all " + p.blockBits() + " bits and has no rows");
            return;
        }
        require(
                p.codeFamily() == CodeParameters.QUASI_CYCLIC,
                "codeFamily",
                p.codeFamily(),
                "known are 0 (identity) and 1 (quasi-cyclic)");
        long least = CodeSelection.subBlocks(p.blockBits());
        require(p.subBlocks() == least, "subBlocks", p.subBlocks(), "need " + least);
        int lifting = CodeSelection.liftingSize(p.subBlockBits());
        require(p.liftingSize() == lifting, "liftingSize", p.liftingSize(), "need " + lifting);
        long columns = (p.subBlockBits() + lifting - 1) / lifting;
        require(p.baseColumns() == columns, "baseColumns", p.baseColumns(), "need " + columns);
        require(
                p.baseRows() >= CodeSelection.SMALLEST_BASE_ROWS && p.baseRows() < columns,
                "baseRows",
                p.baseRows(),
                "limit %d to %d".formatted(CodeSelection.SMALLEST_BASE_ROWS, columns - 1));
        require(
                p.designPerMyriad() >= 0 && p.designPerMyriad() <= 10000,
                "designPerMyriad",
                p.designPerMyriad(),
                "limit 0 to 10000");
        long published = (long) p.subBlocks() * p.baseRows() * lifting;
        require(
                p.syndromeBits() == published,
                "syndromeBits",
                p.syndromeBits(),
                "these rows publish " + published);
    }

    private static void require(boolean holds, String field, long value, String limit) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %d; %s".formatted(field, value, limit));
        }
    }
}
