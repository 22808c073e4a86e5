package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.Arrays;

/**
 * Decodes sub-blocks of a key with one decoder: one worker's part. Several of these work on one key
 * at once: each writes the places of its own sub-blocks in the shared arrays only.
 */
final class SubBlockDecoding {
    private final QuasiCyclicMatrix matrix;
    private final Job job;
    private final LayeredDecoder decoder;
    private final short[] priors;

    /**
     * What all of them share.
     *
     * @param boundaries first bit of each sub-block, and the end of the last
     * @param syndrome all that Alice published
     * @param reference Bob's bits
     * @param corrected receives the sub-blocks that could be corrected
     * @param iterations receives the iterations of each sub-block, -1 if it did not converge
     */
    record Job(
            long[] boundaries,
            BitArray syndrome,
            BitArray reference,
            FlipProbabilities flips,
            int largestIterations,
            BitArray[] corrected,
            int[] iterations) {}

    SubBlockDecoding(QuasiCyclicMatrix matrix, Job job) {
        this.matrix = matrix;
        this.job = job;
        decoder = LayeredDecoder.of(matrix);
        priors = new short[Math.toIntExact(matrix.columnBits())];
    }

    /** Decodes one sub-block. */
    void decode(int block) {
        long from = job.boundaries[block];
        int length = (int) (job.boundaries[block + 1] - from);
        fillPriors(from, length);
        BitArray bits = job.reference.slice(from, length);
        BitArray target = matrix.syndrome(bits);
        target.xor(job.syndrome.slice(block * matrix.rowBits(), matrix.rowBits()));
        BitArray difference = BitArray.ofLength(length);
        job.iterations[block] = decoder.decode(priors, target, difference, job.largestIterations);
        if (job.iterations[block] >= 0) {
            bits.xor(difference);
            job.corrected[block] = bits;
        } else {
            bits.clear();
        }
        difference.clear();
    }

    private void fillPriors(long from, int length) {
        // Neighbours are mostly alike, and a logarithm for each bit would cost a tenth of the time.
        double known = 0.5;
        short prior = 0;
        for (int i = 0; i < length; i++) {
            double flip = job.flips.at(from + i);
            if (flip != known) {
                prior = BoxPlus.ofFlip(flip);
                known = flip;
            }
            priors[i] = prior;
        }
        Arrays.fill(priors, length, priors.length, BoxPlus.CERTAIN);
    }

    /** Overwrites what is left of the last sub-block. */
    void erase() {
        decoder.erase();
    }
}
