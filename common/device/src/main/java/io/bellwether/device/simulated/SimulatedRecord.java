package io.bellwether.device.simulated;

import io.bellwether.device.BinaryRecordWriter;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Writes what a model would have recorded, as two binary records: settings of Bob uniform over two
 * test settings and the key setting, Alice's uniform in test rounds and 0 in key rounds.
 */
public final class SimulatedRecord {
    private static final int FRAME_ROUNDS = 1 << 16;
    private static final int KEY = QubitModels.KEY_SETTING;

    private SimulatedRecord() {}

    /**
     * Writes two new files.
     *
     * @param seed of outcomes and settings
     * @throws IllegalArgumentException if the model has other settings or outcomes than the CHSH
     *     protocol
     * @throws IOException if a file exists already or cannot be written
     */
    public static void write(BoxModel model, long seed, long rounds, Path alice, Path bob)
            throws IOException {
        Physics physics = model.physics();
        if (physics.aliceSettings() != 2
                || physics.bobSettings() != 3
                || physics.outcomeCount() != 2) {
            throw new IllegalArgumentException(
                    "box model %s: %d and %d settings, %d outcomes; a record has 2 and 3, and 2"
                            .formatted(
                                    model.name(),
                                    physics.aliceSettings(),
                                    physics.bobSettings(),
                                    physics.outcomeCount()));
        }
        UUID block = new UUID(seed, rounds);
        RoundSampler sampler =
                new RoundSampler(physics, RoundSampler.Tables.of(physics), seed, block);
        PhysicsGenerator settings = new PhysicsGenerator(~seed, block);
        byte[] x = new byte[FRAME_ROUNDS];
        byte[] y = new byte[FRAME_ROUNDS];
        byte[] a = new byte[FRAME_ROUNDS];
        byte[] b = new byte[FRAME_ROUNDS];
        try (BinaryRecordWriter aliceRecord = BinaryRecordWriter.create(alice, End.ALICE);
                BinaryRecordWriter bobRecord = BinaryRecordWriter.create(bob, End.BOB)) {
            for (long done = 0; done < rounds; done += FRAME_ROUNDS) {
                int count = (int) Math.min(FRAME_ROUNDS, rounds - done);
                for (int i = 0; i < count; i++) {
                    long dice = settings.next();
                    y[i] = (byte) ((dice >>> 32) * (KEY + 1) >>> 32);
                    x[i] = (byte) (y[i] == KEY ? 0 : dice & 1);
                }
                sampler.sample(new Frame(x, a, count), new Frame(y, b, count), count);
                for (int i = 0; i < count; i++) {
                    aliceRecord.add(x[i], a[i]);
                    bobRecord.add(y[i], b[i]);
                }
            }
        }
    }
}
