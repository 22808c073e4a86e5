package io.bellwether.node.entropy;

import io.bellwether.foundation.EntropySource;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The node's only source of settings, seeds and keys: a generator watched by {@link HealthTests}.
 * The start-up test consumes its samples; afterwards every word is tested before it is handed out.
 * After a failure nothing is handed out any more, however often it is asked for.
 *
 * <p>Thread-safe. Words are drawn in advance and erased as they are handed out.
 */
public final class NodeEntropy implements EntropySource {
    /** "The start-up tests shall use at least 1024 consecutive samples" (SP 800-90B, 4.2). */
    public static final int START_UP_WORDS = 1024;

    private static final int RESERVE_WORDS = 2048;

    private final EntropySource generator;
    private final HealthTests tests = new HealthTests();
    private final ReentrantLock lock = new ReentrantLock();
    private final long[] reserve = new long[RESERVE_WORDS];
    private int used = RESERVE_WORDS;
    private String failure;

    /**
     * Watches a generator.
     *
     * @throws EntropyHealthException if it fails the start-up test
     */
    public NodeEntropy(EntropySource generator) {
        this.generator = generator;
        long[] samples = new long[START_UP_WORDS];
        generator.fill(samples);
        tests.accept(samples);
    }

    /**
     * The generator of a production node: SP 800-90A, 256 bits of strength, seeded by the operating
     * system.
     *
     * @throws EntropyHealthException if it fails the start-up test
     */
    public static NodeEntropy fromOperatingSystem() {
        return new NodeEntropy(new OperatingSystemSeededGenerator());
    }

    /**
     * {@inheritDoc}
     *
     * @throws EntropyHealthException if the generator fails a test now or failed one before; the
     *     target is then all zero
     */
    @Override
    public void fill(long[] target) {
        lock.lock();
        try {
            int filled = 0;
            while (filled < target.length) {
                if (used == RESERVE_WORDS) {
                    refill();
                }
                int count = Math.min(target.length - filled, RESERVE_WORDS - used);
                System.arraycopy(reserve, used, target, filled, count);
                Arrays.fill(reserve, used, used + count, 0);
                used += count;
                filled += count;
            }
        } catch (EntropyHealthException failed) {
            Arrays.fill(target, 0);
            throw failed;
        } finally {
            lock.unlock();
        }
    }

    private void refill() {
        if (failure != null) {
            throw new EntropyHealthException(failure);
        }
        generator.fill(reserve);
        try {
            tests.accept(reserve);
        } catch (EntropyHealthException failed) {
            failure = failed.getMessage();
            Arrays.fill(reserve, 0);
            throw failed;
        }
        used = 0;
    }
}
