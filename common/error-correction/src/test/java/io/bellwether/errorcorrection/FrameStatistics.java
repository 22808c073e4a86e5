package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a code: {@code FrameStatistics bits frames seed fraction:flip,... [efficiency]}. Prints
 * the efficiency f = leak / (n h), failures, iterations and CPU time of the decoder.
 */
final class FrameStatistics {
    private FrameStatistics() {}

    public static void main(String[] arguments) {
        int bits = Integer.parseInt(arguments[0]);
        int frames = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        List<NoiseClass> classes = parse(arguments[3]);
        CodeParameters parameters = CodeSelection.choose(bits, classes);
        if (arguments.length > 4) {
            parameters = withEfficiency(parameters, classes, Double.parseDouble(arguments[4]));
        }
        long start = System.nanoTime();
        SyndromeCode code = SyndromeCode.of(parameters);
        double entropy = CodeSelection.entropyPerBit(classes);
        System.out.printf(
                "%s%nf = %.4f, code made in %.2f s%n",
                parameters,
                parameters.syndromeBits() / (bits * entropy),
                (System.nanoTime() - start) / 1e9);
        measure(code, bits, frames, seed, classes);
    }

    private static CodeParameters withEfficiency(
            CodeParameters p, List<NoiseClass> classes, double efficiency) {
        double target =
                efficiency * p.blockBits() * CodeSelection.entropyPerBit(classes) / p.subBlocks();
        int rows = (int) Math.ceil(target / p.liftingSize());
        return new CodeParameters(
                p.blockBits(),
                (long) p.subBlocks() * rows * p.liftingSize(),
                p.codeFamily(),
                p.subBlocks(),
                p.liftingSize(),
                rows,
                p.baseColumns(),
                p.designPerMyriad());
    }

    private static void measure(
            SyndromeCode code, int bits, int frames, long seed, List<NoiseClass> classes) {
        var threads = ManagementFactory.getThreadMXBean();
        List<Double> millis = new ArrayList<>();
        int failures = 0;
        int wrong = 0;
        long iterations = 0;
        for (int frame = 0; frame < frames; frame++) {
            SimulatedBlock block = new SimulatedBlock(bits, classes, seed + frame);
            BitArray syndrome = code.syndrome(block.alice);
            long start = threads.getCurrentThreadCpuTime();
            Decoding decoding = code.decode(syndrome, block.bob, block::flipProbability);
            double spent = (threads.getCurrentThreadCpuTime() - start) / 1e6;
            switch (decoding) {
                case Decoding.Corrected corrected -> {
                    millis.add(spent);
                    iterations += corrected.iterations();
                    wrong += block.corrects(corrected) ? 0 : 1;
                }
                case Decoding.NotConverged stalled -> failures++;
            }
            if ((frame + 1) % 50 == 0 || frame + 1 == frames) {
                report(bits, frame + 1, failures, wrong, iterations, millis);
            }
        }
    }

    private static void report(
            int bits, int frames, int failures, int wrong, long iterations, List<Double> millis) {
        double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
        System.out.printf(
                "frames %d, not converged %d, wrong %d, iterations %.1f, median %.1f ms,"
                        + " mean %.1f ms, %.2f Mbit/s%n",
                frames,
                failures,
                wrong,
                (double) iterations / Math.max(1, sorted.length),
                median,
                Arrays.stream(sorted).average().orElse(Double.NaN),
                bits / median / 1e3);
    }

    static List<NoiseClass> parse(String text) {
        List<NoiseClass> classes = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] values = part.split(":");
            classes.add(
                    new NoiseClass(Double.parseDouble(values[0]), Double.parseDouble(values[1])));
        }
        return classes;
    }
}
