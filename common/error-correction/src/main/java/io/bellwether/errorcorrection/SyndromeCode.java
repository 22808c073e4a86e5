package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A code that both ends build from the same parameters. Alice publishes {@link #syndrome}, Bob
 * calls {@link #decode}. A long key is cut into sub-blocks of one code; a sub-block shorter than
 * the code is filled up with bits known to be equal at both ends.
 */
public final class SyndromeCode {
    /** A hostile syndrome costs no more than this; useful decodings end well before. */
    private static final int LARGEST_ITERATIONS = 200;

    /** A thousand sub-blocks and more; what is longer is not a block of this protocol. */
    private static final long LARGEST_BLOCK_BITS = 10_000_000_000L;

    /** Codes do not change, so that threads may share one, and lose nothing if they make two. */
    private static volatile SyndromeCode lastMade = new SyndromeCode(CodeParameters.identity(1));

    private final CodeParameters parameters;

    /** No rows for the identity, which publishes the key itself. */
    private final QuasiCyclicMatrix matrix;

    private SyndromeCode(CodeParameters parameters) {
        this.parameters = parameters;
        this.matrix =
                isIdentity(parameters)
                        ? new QuasiCyclicMatrix(1, 0, new int[0][], new int[0][])
                        : generate(parameters);
    }

    /** With sorted columns, which make no other code, but let {@link SettledEdges} settle more. */
    private static QuasiCyclicMatrix generate(CodeParameters parameters) {
        double syndromeFraction = parameters.designPerMyriad() / 1e4;
        return CodeGenerator.generate(
                        parameters.liftingSize(),
                        parameters.baseRows(),
                        parameters.baseColumns(),
                        DegreeDistribution.forSyndromeFraction(syndromeFraction))
                .withSortedColumns();
    }

    /**
     * Builds the code; takes a fraction of a second for a sub-block of a million bits. The last one
     * is kept, because block after block has the same.
     *
     * @throws IllegalArgumentException if {@link CodeSelection} would never choose these
     *     parameters, naming the field, its value and the limit
     */
    public static SyndromeCode of(CodeParameters parameters) {
        requireKnown(parameters);
        SyndromeCode last = lastMade;
        if (!last.parameters.equals(parameters)) {
            last = new SyndromeCode(parameters);
            lastMade = last;
        }
        return last;
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

    /** {@link #decode(BitArray, SecretBits, FlipProbabilities, Workers)} on the caller's thread. */
    public Decoding decode(BitArray syndrome, SecretBits reference, FlipProbabilities flips) {
        return decode(syndrome, reference, flips, Workers.ONE);
    }

    /**
     * Bob's correction.
     *
     * @param syndrome what Alice published
     * @param reference his own bits; not changed
     * @param flips how likely each of them differs from hers; asked by several workers at once
     * @param workers compute the sub-blocks; the result does not depend on how many there are
     * @throws IllegalArgumentException if a length does not fit, naming both numbers
     */
    public Decoding decode(
            BitArray syndrome, SecretBits reference, FlipProbabilities flips, Workers workers) {
        requireLength("syndrome", syndrome.length(), parameters.syndromeBits());
        requireLength("reference", reference.length(), parameters.blockBits());
        if (isIdentity(parameters)) {
            return new Decoding.Corrected(new SecretBits(syndrome.copy()), 0);
        }
        int blocks = parameters.subBlocks();
        var job =
                new SubBlockDecoding.Job(
                        LongStream.rangeClosed(0, blocks).map(b -> from((int) b)).toArray(),
                        syndrome,
                        reference.read(SecretAccess.to("correct towards Alice's key")),
                        flips,
                        LARGEST_ITERATIONS,
                        new BitArray[blocks],
                        new int[blocks]);
        SubBlockDecoding[] decodings = new SubBlockDecoding[workers.count()];
        try {
            workers.run(
                    List.of(
                            new Workers.Step(
                                    blocks,
                                    (block, worker) -> {
                                        if (decodings[worker] == null) {
                                            decodings[worker] = new SubBlockDecoding(matrix, job);
                                        }
                                        decodings[worker].decode(block);
                                    })));
        } finally {
            Arrays.stream(decodings).filter(Objects::nonNull).forEach(SubBlockDecoding::erase);
        }
        return joined(job);
    }

    private Decoding joined(SubBlockDecoding.Job job) {
        boolean all = Arrays.stream(job.iterations()).allMatch(iterations -> iterations >= 0);
        BitArray corrected = BitArray.ofLength(all ? parameters.blockBits() : 0);
        for (int block = 0; block < parameters.subBlocks(); block++) {
            BitArray part = job.corrected()[block];
            if (part != null) {
                if (all) {
                    corrected.put(from(block), part);
                }
                part.clear();
            }
        }
        return all
                ? new Decoding.Corrected(
                        new SecretBits(corrected),
                        Arrays.stream(job.iterations()).max().orElseThrow())
                : new Decoding.NotConverged(LARGEST_ITERATIONS);
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
        require(
                p.blockBits() >= 1 && p.blockBits() <= LARGEST_BLOCK_BITS,
                "blockBits",
                p.blockBits(),
                "limit 1 to " + LARGEST_BLOCK_BITS);
        if (isIdentity(p)) {
            requireIdentity(p);
        } else {
            requireQuasiCyclic(p);
        }
    }

    private static void requireIdentity(CodeParameters p) {
        require(
                p.equals(CodeParameters.identity(p.blockBits())),
                "syndromeBits",
                p.syndromeBits(),
                "the identity publishes all " + p.blockBits() + " bits and has no rows");
    }

    private static void requireQuasiCyclic(CodeParameters p) {
        require(
                p.codeFamily() == CodeParameters.QUASI_CYCLIC,
                "codeFamily",
                p.codeFamily(),
                "known are 0 (identity) and 4 (quasi-cyclic)");
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
