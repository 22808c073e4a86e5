package io.bellwether.node.engine;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Grant;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.BlockState;
import io.bellwether.keystore.BlockStatus;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;
import io.bellwether.protocol.KeyPartition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** One end's store and pool on disk, which survive a crash of what is above them. */
final class KeepingEnd implements AutoCloseable {
    static final KeyPartition PARTITION = new KeyPartition(4096, 2048, 1024);

    private static final int POOL_BITS = 8192;
    private static final UUID POOL_ID = UUID.fromString("0b0c0d0e-1111-4222-8333-444455556666");

    private final Path folder;
    private final End end;
    private KeyStore store;
    private AuthenticationLedger ledger;
    private KeyKeeping keys;

    KeepingEnd(Path parent, End end) throws IOException {
        this.folder = Files.createDirectories(parent.resolve(end.name()));
        this.end = end;
        AuthenticationLedger.create(folder.resolve("pool"), POOL_ID, bits(0, POOL_BITS));
        MasterKey.create(folder.resolve("master.key")).close();
        open();
    }

    /** The same for both ends and each number. */
    static SecretBits bits(long number, long length) {
        var random = new SplittableRandom(20_250_107 + number);
        return new SecretBits(
                BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length));
    }

    static BlockId block(long number) {
        return new BlockId(new UUID(0x4000, 0x8000_0000_0000_0000L | number));
    }

    static byte[] digest(long number) {
        byte[] digest = new byte[32];
        digest[31] = (byte) number;
        return digest;
    }

    private void open() throws IOException {
        ledger =
                AuthenticationLedger.open(
                        folder.resolve("pool"),
                        end,
                        new LedgerLimits(0, 0),
                        InstantSource.system());
        try (MasterKey master = MasterKey.read(folder.resolve("master.key"))) {
            store = KeyStore.open(folder.resolve("keys.db"), master, end);
        }
        keys = new KeyKeeping(store, ledger);
    }

    /** Everything in memory is lost; what is on disk is opened again. */
    void crash() throws IOException {
        close();
        open();
    }

    KeyKeeping keys() {
        return keys;
    }

    KeyStore store() {
        return store;
    }

    AuthenticationLedger ledger() {
        return ledger;
    }

    /** Bob's way: stored, not yet deliverable. */
    void storeBlock(long number) {
        keys.store(block(number), digest(number), key(number), PARTITION);
    }

    /** Alice's way. */
    void storeDeliverable(long number) {
        keys.storeDeliverable(block(number), digest(number), key(number), PARTITION);
    }

    static SecretBits key(long number) {
        return bits(
                number,
                // Up to seven bits at the end of a key stay unused.
                PARTITION.deliverableBits() + PARTITION.refillBits() + 5);
    }

    Optional<BlockState> state(long number) {
        return store.block(block(number)).map(BlockStatus::state);
    }

    /** The next bits that this end would use for what it sends. */
    BitArray nextPoolBits(int length) throws IOException {
        var grant = (Grant.Granted) ledger.reserve(length);
        return grant.bits().read(SecretAccess.to("compare in a test"));
    }

    @Override
    public void close() throws IOException {
        store.close();
        ledger.close();
    }
}
