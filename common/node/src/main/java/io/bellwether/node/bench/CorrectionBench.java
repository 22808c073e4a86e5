package io.bellwether.node.bench;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.Decoding;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.errorcorrection.SyndromeCode;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/** Corrects simulated keys with one rate of errors and counts what fails. */
public final class CorrectionBench {
    /** Phi^-1(1 - 1e-3): the limit is stated at this failure probability. */
    private static final double LIMIT_DEVIATIONS = 3.0902;

    private CorrectionBench() {}

    /**
     * What was measured.
     *
     * @param efficiency f, published bits over n h(Q)
     * @param limitEfficiency the least f that any code has at a failure probability of 1e-3
     * @param failures frames that did not converge; none is ever returned wrong by itself
     * @param wrong frames that converged to another word, for the verification to find
     * @param failureBound a bound on the failure probability, with 95 % confidence
     * @param meanIterations of the frames that converged
     * @param cpuSecondsMedian of one thread for one frame
     */
    public record Figures(
            CodeParameters code,
            double efficiency,
            double limitEfficiency,
            int frames,
            int failures,
            int wrong,
            double failureBound,
            double meanIterations,
            double cpuSecondsMedian) {
        /** Megabits of key corrected in a second of one core. */
        public double megabitsPerSecond() {
            return code.blockBits() / cpuSecondsMedian / 1e6;
        }
    }

    /**
     * Measures.
     *
     * @param seed of the simulated noise; replays it
     * @param progress is told the frames done
     */
    public static Figures measure(
            int bits, List<NoiseClass> noise, int frames, long seed, LongConsumer progress) {
        CodeParameters parameters = CodeSelection.choose(bits, noise);
        SyndromeCode code = SyndromeCode.of(parameters);
        double[] seconds = new double[frames];
        int failures = 0;
        int wrong = 0;
        long iterations = 0;
        for (int frame = 0; frame < frames; frame++) {
            var simulated = new SimulatedKeys(seed + frame);
            var key = new SecretBits(simulated.bits(bits));
            SimulatedKeys.Noisy noisy = simulated.withErrors(key, noise);
            BitArray syndrome = code.syndrome(key);
            long start = cpuNanos();
            Decoding decoding = code.decode(syndrome, noisy.bits(), noisy.flips());
            seconds[frame] = (cpuNanos() - start) / 1e9;
            switch (decoding) {
                case Decoding.Corrected corrected -> {
                    iterations += corrected.iterations();
                    wrong += equal(corrected.key(), key) ? 0 : 1;
                }
                case Decoding.NotConverged stalled -> failures++;
            }
            progress.accept(frame + 1);
        }
        Arrays.sort(seconds);
        double entropy = CodeSelection.entropyPerBit(noise);
        return new Figures(
                parameters,
                parameters.syndromeBits() / (bits * entropy),
                limit(bits, noise) / (bits * entropy),
                frames,
                failures,
                wrong,
                failureBound(failures, frames),
                (double) iterations / Math.max(1, frames - failures),
                seconds[frames / 2]);
    }

    /**
     * The normal approximation of the fewest bits that have to be published (Tomamichel,
     * Martinez-Mateo, Pacher and Elkouss 2017, "Fundamental finite key limits for one-way
     * information reconciliation in quantum key distribution"): {@code n h + sqrt(n v) Phi^-1(1 -
     * eps) - log2(n) / 2}, where v is the variance of the information content of an error, {@code Q
     * (1-Q) log2((1-Q) / Q)^2} for one class.
     */
    private static double limit(int bits, List<NoiseClass> noise) {
        double variance = 0;
        for (NoiseClass part : noise) {
            double q = part.flipProbability();
            double logOdds = Math.log((1 - q) / q) / Math.log(2);
            variance += part.fraction() * q * (1 - q) * logOdds * logOdds;
        }
        return bits * CodeSelection.entropyPerBit(noise)
                + Math.sqrt(bits * variance) * LIMIT_DEVIATIONS
                - Math.log(bits) / Math.log(2) / 2;
    }

    /** Clopper and Pearson: the probability at which so few failures are seen once in twenty. */
    static double failureBound(int failures, int frames) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (atMost(failures, frames, middle) > 0.05) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double atMost(int failures, int frames, double probability) {
        double term = Math.exp(frames * Math.log1p(-probability));
        double sum = 0;
        for (int k = 0; k <= failures; k++) {
            sum += term;
            term *= (double) (frames - k) / (k + 1) * probability / (1 - probability);
        }
        return sum;
    }

    private static boolean equal(SecretBits a, SecretBits b) {
        SecretAccess access = SecretAccess.to("count errors in a benchmark");
        return a.read(access).equals(b.read(access));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
