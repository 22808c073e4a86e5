package io.bellwether.device;

import io.bellwether.foundation.BlockId;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What two nodes do with the two halves of an experiment, for tests: all rounds of a block. */
public record Rounds(byte[] x, byte[] y, byte[] a, byte[] b) {
    private static final long SETTING_SEED = 7;

    /** A step that may fail as a box does. */
    public interface BoxStep {
        void run() throws BoxException;
    }

    public static BlockSpecification block(long rounds) {
        return new BlockSpecification(new BlockId(UUID.randomUUID()), rounds);
    }

    /** Runs a block with seeded settings, each side in a thread and with frames of its own size. */
    public static Rounds runBlock(
            FreeBox alice, FreeBox bob, BlockSpecification block, int aliceFrame, int bobFrame) {
        int rounds = Math.toIntExact(block.rounds());
        SplittableRandom random = new SplittableRandom(SETTING_SEED);
        byte[] x = new byte[rounds];
        byte[] y = new byte[rounds];
        for (int i = 0; i < rounds; i++) {
            x[i] = (byte) random.nextInt(2);
            y[i] = (byte) random.nextInt(3);
        }
        byte[] a = new byte[rounds];
        byte[] b = new byte[rounds];
        CompletableFuture<Throwable> bobDone = new CompletableFuture<>();
        Thread.ofPlatform()
                .start(() -> bobDone.complete(failureOf(() -> side(bob, block, y, b, bobFrame))));
        Throwable aliceFailure = failureOf(() -> side(alice, block, x, a, aliceFrame));
        Throwable bobFailure = bobDone.join();
        if (aliceFailure != null || bobFailure != null) {
            throw new AssertionError("Bob: " + bobFailure, aliceFailure);
        }
        return new Rounds(x, y, a, b);
    }

    private static void side(
            FreeBox box, BlockSpecification block, byte[] settings, byte[] outcomes, int frame)
            throws BoxException {
        box.open(block);
        box.distribute(0, settings.length);
        for (int from = 0; from < settings.length; from += frame) {
            int count = Math.min(frame, settings.length - from);
            byte[] answer = new byte[count];
            box.measure(Arrays.copyOfRange(settings, from, from + count), answer, count);
            System.arraycopy(answer, 0, outcomes, from, count);
        }
    }

    /** What the step throws, or null. */
    public static Throwable failureOf(BoxStep step) {
        try {
            step.run();
            return null;
        } catch (BoxException | RuntimeException failure) {
            return failure;
        }
    }

    public int rounds() {
        return x.length;
    }

    /** Whether all settings and outcomes agree. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Rounds that
                && Arrays.equals(x, that.x)
                && Arrays.equals(y, that.y)
                && Arrays.equals(a, that.a)
                && Arrays.equals(b, that.b);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(a);
    }
}
