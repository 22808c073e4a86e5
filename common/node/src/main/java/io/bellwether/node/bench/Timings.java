package io.bellwether.node.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Seconds of repeated runs of one task on one thread. CPU time is what to compare on a machine that
 * does other things too.
 *
 * @param first wall-clock seconds of the very first run, before anything was compiled
 * @param median wall-clock seconds, warm
 * @param cpuMedian CPU seconds of the thread, warm
 * @param cpuLeast the same, smallest
 * @param runs warm runs measured
 */
public record Timings(double first, double median, double cpuMedian, double cpuLeast, int runs) {
    private static final int LEAST_RUNS = 5;
    private static final int MOST_RUNS = 2000;

    /** Runs the task once cold, then for half the seconds to warm up and as long to measure. */
    public static Timings of(Runnable task, double seconds) {
        double first = wallSeconds(task);
        long warmUntil = System.nanoTime() + (long) (seconds / 2 * 1e9);
        do {
            task.run();
        } while (System.nanoTime() < warmUntil);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] wall = new double[MOST_RUNS];
        double[] cpu = new double[MOST_RUNS];
        int runs = 0;
        long until = System.nanoTime() + (long) (seconds / 2 * 1e9);
        while (runs < MOST_RUNS && (runs < LEAST_RUNS || System.nanoTime() < until)) {
            long before = threads.getCurrentThreadCpuTime();
            wall[runs] = wallSeconds(task);
            cpu[runs] = (threads.getCurrentThreadCpuTime() - before) / 1e9;
            runs++;
        }
        Arrays.sort(wall, 0, runs);
        Arrays.sort(cpu, 0, runs);
        return new Timings(first, wall[runs / 2], cpu[runs / 2], cpu[0], runs);
    }

    private static double wallSeconds(Runnable task) {
        long start = System.nanoTime();
        task.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
