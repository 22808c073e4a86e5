package io.bellwether.device.simulated;

import io.bellwether.bell.Behaviour;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.UUID;

/**
 * A model, sampled with uniform settings and compared with what it should be: the counts, the
 * scores of formula, matrices and counts side by side, and the speed.
 */
public final class BoxTrial {
    private static final int FRAME_ROUNDS = 1 << 16;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final BoxModel model;
    private final long rounds;
    private final Behaviour expected;
    private final long[][][][] counts;
    private final double roundsPerSecond;

    /**
     * One score of one model.
     *
     * @param score its name
     * @param predicted by the closed form
     * @param computed from the matrices that the box samples from
     * @param measured from the counts
     * @param standardError of the measured value
     */
    public record Comparison(
            String score,
            double predicted,
            double computed,
            double measured,
            double standardError) {}

    private static void requireTables(BoxModel model) {
        if (model.physics().phases().isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: limit %d levels in a trial, which compares with matrices"
                            .formatted(model, LargerModels.MATRIX_LEVELS));
        }
    }

    private BoxTrial(BoxModel model, long rounds, long[][][][] counts, double roundsPerSecond) {
        this.model = model;
        this.rounds = rounds;
        this.expected = meanBehaviour(model.physics(), rounds);
        this.counts = counts;
        this.roundsPerSecond = roundsPerSecond;
    }

    /**
     * Plays rounds with settings that are uniform over all pairs.
     *
     * @param seed of outcomes and settings
     * @param rounds 1 or more
     */
    public static BoxTrial run(BoxModel model, long seed, long rounds) {
        requireTables(model);
        Physics physics = model.physics();
        UUID block = new UUID(seed, rounds);
        RoundSampler sampler =
                new RoundSampler(physics, RoundSampler.Tables.of(physics), seed, block);
        PhysicsGenerator settings = new PhysicsGenerator(~seed, block);
        int outcomes = physics.outcomeCount() + 1;
        long[][][][] counts =
                new long[physics.aliceSettings()][physics.bobSettings()][outcomes][outcomes];
        byte[] x = new byte[FRAME_ROUNDS];
        byte[] y = new byte[FRAME_ROUNDS];
        byte[] a = new byte[FRAME_ROUNDS];
        byte[] b = new byte[FRAME_ROUNDS];
        long nanos = 0;
        for (long done = 0; done < rounds; done += FRAME_ROUNDS) {
            int count = (int) Math.min(FRAME_ROUNDS, rounds - done);
            for (int i = 0; i < count; i++) {
                long dice = settings.next();
                x[i] = (byte) ((dice >>> 32) * physics.aliceSettings() >>> 32);
                y[i] = (byte) ((dice & 0xffffffffL) * physics.bobSettings() >>> 32);
            }
            long start = THREADS.getCurrentThreadCpuTime();
            sampler.sample(new Frame(x, a, count), new Frame(y, b, count), count);
            nanos += THREADS.getCurrentThreadCpuTime() - start;
            for (int i = 0; i < count; i++) {
                counts[x[i]][y[i]][a[i]][b[i]]++;
            }
        }
        return new BoxTrial(model, rounds, counts, rounds * 1e9 / Math.max(1, nanos));
    }

    /** p(ab|xy) averaged over the phases of a block. */
    private static Behaviour meanBehaviour(Physics physics, long rounds) {
        double[] weights = physics.schedule().weights(rounds);
        List<Behaviour> phases = physics.phases();
        Behaviour first = phases.getFirst();
        double[][][][] p =
                new double[first.aliceSettings()][first.bobSettings()][first.aliceOutcomes()]
                        [first.bobOutcomes()];
        for (int phase = 0; phase < weights.length; phase++) {
            for (int x = 0; x < first.aliceSettings(); x++) {
                for (int y = 0; y < first.bobSettings(); y++) {
                    for (int a = 0; a < first.aliceOutcomes(); a++) {
                        for (int b = 0; b < first.bobOutcomes(); b++) {
                            p[x][y][a][b] +=
                                    weights[phase] * phases.get(phase).probability(a, b, x, y);
                        }
                    }
                }
            }
        }
        return Behaviour.of(p);
    }

    /** What the box should show, without the memory of its detectors. */
    public Behaviour expected() {
        return expected;
    }

    /** Rounds by settings and outcomes, indexed [x][y][a][b], no click as the last outcome. */
    public long[][][][] counts() {
        return counts;
    }

    /** Of the sampling alone, per second of processor time. */
    public double roundsPerSecond() {
        return roundsPerSecond;
    }

    public BoxModel model() {
        return model;
    }

    /** Every score of the model. */
    public List<Comparison> comparisons() {
        Behaviour measured = frequencies();
        double pairs = (double) expected.aliceSettings() * expected.bobSettings();
        return model.physics().scores().stream()
                .map(score ->
                        new Comparison(
                                score.name(),
                                score.predicted(),
                                score.of(expected),
                                score.of(measured),
                                score.standardError(measured, rounds / pairs)))
                .toList();
    }

    private Behaviour frequencies() {
        double[][][][] p = new double[counts.length][counts[0].length][][];
        for (int x = 0; x < counts.length; x++) {
            for (int y = 0; y < counts[x].length; y++) {
                p[x][y] = frequencies(counts[x][y], x, y);
            }
        }
        return Behaviour.of(p);
    }

    private static double[][] frequencies(long[][] block, int x, int y) {
        double sum = 0;
        for (long[] row : block) {
            for (long count : row) {
                sum += count;
            }
        }
        if (sum == 0) {
            throw new IllegalStateException(
                    "settings x=%d, y=%d were never played: more rounds are needed"
                            .formatted(x, y));
        }
        double[][] p = new double[block.length][block[0].length];
        for (int a = 0; a < block.length; a++) {
            for (int b = 0; b < block[a].length; b++) {
                p[a][b] = block[a][b] / sum;
            }
        }
        return p;
    }
}
