package io.bellwether.keystore;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** A directory with a master key, and blocks of known bits. */
final class StoreFixture {
    static final SaeId MASTER = new SaeId("master");
    static final SaeId SLAVE = new SaeId("slave");
    static final SaeId THIRD = new SaeId("third");

    private final Path directory;
    private final Engine engine;

    StoreFixture(Path directory) {
        this(directory, Engine.SQLITE);
    }

    StoreFixture(Path directory, Engine engine) {
        this.directory = directory;
        this.engine = engine;
    }

    StoreLocation location() {
        return engine.location(directory);
    }

    Path database() {
        return directory.resolve("keys.db");
    }

    MasterKey masterKey() {
        Path file = directory.resolve("master.key");
        return Files.exists(file) ? MasterKey.read(file) : MasterKey.create(file);
    }

    KeyStore open(End end) {
        return open(end, KeyLifetime.unlimited());
    }

    KeyStore open(End end, KeyLifetime lifetime) {
        return KeyStore.open(location(), masterKey(), end, lifetime);
    }

    static BitArray bits(long seed, long length) {
        SplittableRandom random = new SplittableRandom(seed);
        return BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
    }

    static BlockId blockId(long number) {
        return new BlockId(new UUID(0x4000L, 0x8000_0000_0000_0000L | number));
    }

    /** The block's bits are {@code bits(number, length)}. */
    static StoredBlock block(long number, long length, long split) {
        byte[] digest = new byte[32];
        digest[0] = (byte) number;
        return new StoredBlock(
                blockId(number), new SecretBits(bits(number, length)), digest, split);
    }

    static void addDeliverable(KeyStore store, long number, long length, long split) {
        store.storeBlock(block(number, length, split));
        store.markDeliverable(blockId(number));
    }

    static ReservationRequest request(int count, int sizeBits) {
        return new ReservationRequest(count, sizeBits, MASTER, List.of(SLAVE), Set.of());
    }

    static BitArray reveal(DeliveredKey key) {
        return key.bits().read(SecretAccess.to("compare in a test"));
    }

    static BitArray expected(long blockNumber, long length, Reservation reservation) {
        return bits(blockNumber, length)
                .slice(reservation.range().offsetBits(), reservation.range().lengthBits());
    }
}
