package io.bellwether.device.simulated;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import java.lang.management.ManagementFactory;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The speed of a box in the same process, through the port that a node uses: a thread per half.
 *
 * @param rounds of the block
 * @param wallSeconds from the first round to the last
 * @param processorSeconds of both threads together
 */
public record PortTrial(long rounds, double wallSeconds, double processorSeconds) {
    private static final int FRAME_ROUNDS = 1 << 14;
    private static final long TIMEOUT_MILLIS = 60_000;

    /**
     * Plays one block.
     *
     * @param rounds 1 or more; the last frame may be short
     * @throws BoxException if a half fails
     */
    public static PortTrial run(BoxModel model, long seed, long rounds) throws BoxException {
        BlockSpecification block =
                new BlockSpecification(new BlockId(new UUID(seed, rounds)), rounds);
        try (SimulatedSource source = new SimulatedSource(model, seed, TIMEOUT_MILLIS)) {
            long start = System.nanoTime();
            CompletableFuture<Long> bob = new CompletableFuture<>();
            Thread.ofPlatform()
                    .start(() -> {
                        try {
                            bob.complete(play(source.half(End.BOB), block));
                        } catch (BoxException | RuntimeException failure) {
                            bob.completeExceptionally(failure);
                        }
                    });
            long nanos = play(source.half(End.ALICE), block) + bob.join();
            return new PortTrial(rounds, (System.nanoTime() - start) / 1e9, nanos / 1e9);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof BoxException failure) {
                throw failure;
            }
            throw failed;
        }
    }

    /** One side of the block with setting 0; the processor time that it took, in ns. */
    private static long play(FreeBox half, BlockSpecification block) throws BoxException {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        byte[] settings = new byte[FRAME_ROUNDS];
        byte[] outcomes = new byte[FRAME_ROUNDS];
        half.open(block);
        for (long done = 0; done < block.rounds(); done += FRAME_ROUNDS) {
            int count = (int) Math.min(FRAME_ROUNDS, block.rounds() - done);
            half.distribute(done, count);
            half.measure(settings, outcomes, count);
        }
        return threads.getCurrentThreadCpuTime() - start;
    }
}
