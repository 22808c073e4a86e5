package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.Arrays;

/**
 * Decodes every {@code step}-th sub-block of a key with one decoder. Several of these work on one
 * key at once: each writes its own places of the shared arrays only.
 */
final class SubBlockDecoding implements Runnable {
    private final QuasiCyclicMatrix matrix;
    private final Job job;
    private final int first;
    private final int step;

    /**
     * What all parts share.
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

    SubBlockDecoding(QuasiCyclicMatrix matrix, Job job, int first, int step) {
        this.matrix = matrix;
        this.job = job;
        this.first = first;
        this.step = step;
    }

    @Override
    public void run() {
        LayeredDecoder decoder = LayeredDecoder.of(matrix);
        short[] priors = new short[Math.toIntExact(matrix.columnBits())];
        for (int block = first; block < job.iterations.length; block += step) {
            decode(block, decoder, priors);
        }
        decoder.erase();
    }

    private void decode(int block, LayeredDecoder decoder, short[] priors) {
        long from = job.boundaries[block];
        int length = (int) (job.boundaries[block + 1] - from);
        fillPriors(priors, from, length);
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

    private void fillPriors(short[] priors, long from, int length) {
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
}
