package io.bellwether.gf2;

import io.bellwether.foundation.BitArray;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Times Toeplitz products: {@code ToeplitzTimings fast|reference columns rows repetitions}. Prints
 * the smallest and the median CPU time of the thread after a warm-up of as many products.
 */
final class ToeplitzTimings {
    private ToeplitzTimings() {}

    public static void main(String[] arguments) {
        boolean fast = arguments[0].equals("fast");
        long columns = (long) Double.parseDouble(arguments[1]);
        long rows = (long) Double.parseDouble(arguments[2]);
        int repetitions = Integer.parseInt(arguments[3]);
        SplittableRandom random = new SplittableRandom(9);
        BitArray diagonals = random(ToeplitzProduct.diagonalBits(rows, columns), random);
        BitArray vector = random(columns, random);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] millis = new double[2 * repetitions];
        for (int k = 0; k < millis.length; k++) {
            long start = threads.getCurrentThreadCpuTime();
            BitArray product =
                    fast
                            ? FastToeplitzProduct.multiply(diagonals, vector, rows)
                            : ToeplitzProduct.multiply(diagonals, vector, rows);
            millis[k] = (threads.getCurrentThreadCpuTime() - start) / 1e6;
            if (product.length() != rows) {
                throw new IllegalStateException("wrong length");
            }
        }
        double[] warm = Arrays.copyOfRange(millis, repetitions, millis.length);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "%s, %d to %d bits: first %.1f ms, warm min %.2f ms, median %.2f ms%n",
                arguments[0],
                columns,
                rows,
                millis[0],
                warm[0],
                warm[warm.length / 2]);
    }

    private static BitArray random(long length, SplittableRandom random) {
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }
}
