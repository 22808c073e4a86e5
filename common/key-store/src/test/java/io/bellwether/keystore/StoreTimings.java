package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.THIRD;
import static io.bellwether.keystore.StoreFixture.blockId;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretBits;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Times a store that holds many keys of 256 bits: run with the class path of this module's tests,
 * arguments ENGINE (sqlite or postgresql), KEYS, KEYS-PER-BLOCK and DIRECTORY. Every write is
 * durable when it is counted, and the same directory's forced write is measured beside it: no
 * durable call can be faster. PostgreSQL is the tests' own, with its default settings and forced
 * commits. What is timed was done {@value #WARM_UPS} times as often before, uncounted, so that the
 * compiler rests.
 */
final class StoreTimings {
    private static final int KEY_BITS = 256;
    private static final int REPEATS = 1000;
    private static final int WARM_UPS = 5;

    /** As many keys as one commit is asked to take in under a second. */
    private static final int LARGE_COMMIT_KEYS = 10_000;

    private final KeyStore store;
    private final PrintStream out;

    private StoreTimings(KeyStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        Engine engine = Engine.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        Path directory = Files.createDirectories(Path.of(arguments[3]));
        run(
                engine,
                Long.parseLong(arguments[1]),
                Integer.parseInt(arguments[2]),
                directory,
                REPEATS,
                System.out);
        System.exit(0);
    }

    static void run(
            Engine engine,
            long keys,
            int keysPerBlock,
            Path directory,
            int repeats,
            PrintStream out) {
        try (KeyStore store = new StoreFixture(directory, engine).open(End.ALICE)) {
            var timings = new StoreTimings(store, out);
            long blocks = timings.fill(keys, keysPerBlock);
            out.printf(
                    Locale.ROOT,
                    "%s: %,d keys of %d bits in %,d blocks%n",
                    engine,
                    store.availableKeys(End.ALICE, KEY_BITS),
                    KEY_BITS,
                    blocks);
            if (engine == Engine.POSTGRESQL) {
                // what so fast a fill leaves to the server's background would be timed with the
                // rest
                PostgresForTests.settle(directory);
            }
            timings.forcedWrites(directory, repeats);
            timings.measure(repeats);
        }
    }

    private long fill(long keys, int keysPerBlock) {
        long blocks = keys / keysPerBlock;
        long blockBits = (long) keysPerBlock * KEY_BITS;
        double[] millis = new double[(int) blocks];
        for (int i = 0; i < blocks; i++) {
            StoredBlock block =
                    new StoredBlock(
                            blockId(i),
                            new SecretBits(StoreFixture.bits(i, blockBits)),
                            new byte[32],
                            blockBits);
            millis[i] = millisOf(() -> store.storeBlock(block));
            store.markDeliverable(block.id());
        }
        print("commit of a block of " + keysPerBlock + " keys", millis);
        return blocks;
    }

    /** As a database forces its log: a page at the end of a file that is there already. */
    private void forcedWrites(Path directory, int repeats) {
        double[] forced = new double[repeats];
        try (FileChannel file =
                FileChannel.open(
                        directory.resolve("forced"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(8192);
            for (int i = 0; i < repeats; i++) {
                file.write(page.clear(), (long) i * page.capacity());
                long start = System.nanoTime();
                file.force(false);
                forced[i] = (System.nanoTime() - start) / 1e6;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        print("forced write of a page to a file", forced);
    }

    private void measure(int repeats) {
        double[] status = new double[repeats];
        double[] toMaster = new double[repeats];
        double[] toSlave = new double[repeats];
        for (int i = -WARM_UPS * repeats; i < repeats; i++) {
            double millis =
                    millisOf(() -> {
                        store.availableKeys(End.ALICE, KEY_BITS);
                        store.counts();
                    });
            if (i >= 0) {
                status[i] = millis;
            }
        }
        var request = new ReservationRequest(1, KEY_BITS, MASTER, List.of(SLAVE), Set.of(SLAVE));
        for (int i = -WARM_UPS * repeats; i < repeats; i++) {
            KeyId[] id = new KeyId[1];
            double master =
                    millisOf(() -> {
                        id[0] = store.reserve(request).orElseThrow().getFirst().keyId();
                        store.takeForMaster(MASTER, List.of(id[0]));
                    });
            double slave = millisOf(() -> store.takeForSlave(MASTER, SLAVE, List.of(id[0])));
            if (i >= 0) {
                toMaster[i] = master;
                toSlave[i] = slave;
            }
        }
        print("status (available keys and counts)", status);
        print("enc_keys: reserve and deliver one key", toMaster);
        print("dec_keys: deliver one key", toSlave);
        var large =
                new ReservationRequest(
                        LARGE_COMMIT_KEYS, KEY_BITS, MASTER, List.of(THIRD), Set.of());
        print(
                "reservation of %d keys in one commit".formatted(LARGE_COMMIT_KEYS),
                new double[] {millisOf(() -> store.reserve(large))});
    }

    private static double millisOf(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private void print(String what, double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        out.printf(
                Locale.ROOT,
                "  %-45s median %8.2f ms, 99 %% below %8.2f ms, of %d%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) (sorted.length * 0.99)],
                sorted.length);
    }
}
