package io.bellwether.channel;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/** The two files of a pool as a disk would hold them, to be written back as after a crash. */
record LedgerFiles(byte[] pool, byte[] journal) {
    static final UUID POOL_ID = UUID.fromString("1b671a64-40d5-491e-99b0-da01ff1f3341");
    static final LedgerLimits NO_LIMITS = new LedgerLimits(0, 0);
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    /** Writes a new pool with seeded bits, the same for every end. */
    static Path create(Path folder, long bits, long seed) throws IOException {
        Path path = folder.resolve("pool");
        AuthenticationLedger.create(path, POOL_ID, secret(bits, seed));
        return path;
    }

    static AuthenticationLedger open(Path path, End end) throws IOException {
        return AuthenticationLedger.open(path, end, NO_LIMITS, CLOCK);
    }

    static SecretBits secret(long bits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] words = new long[BitArray.wordsFor(bits)];
        Arrays.setAll(words, i -> random.nextLong());
        return new SecretBits(BitArray.wrap(words, bits));
    }

    static LedgerFiles readFrom(Path path) throws IOException {
        return new LedgerFiles(
                Files.readAllBytes(path),
                Files.readAllBytes(AuthenticationLedger.journalPath(path)));
    }

    /** Writes the files into {@code folder}, the journal cut after {@code journalBytes}. */
    Path writeTo(Path folder, int journalBytes) throws IOException {
        Path path = folder.resolve("pool");
        Files.write(path, pool);
        Files.write(AuthenticationLedger.journalPath(path), Arrays.copyOf(journal, journalBytes));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path;
    }

    /** The granted bits, granule by granule, as text: random granules do not repeat. */
    static List<String> granules(Grant grant) {
        if (!(grant instanceof Grant.Granted granted)) {
            return List.of();
        }
        byte[] bytes = granted.bits().read(SecretAccess.to("compare in a test")).toBytes();
        int size = AuthenticationLedger.GRANULE_BITS / 8;
        return IntStream.range(0, bytes.length / size)
                .mapToObj(i -> HexFormat.of().formatHex(bytes, i * size, (i + 1) * size))
                .toList();
    }
}
