package io.bellwether.keystore;

import io.bellwether.foundation.End;

import org.jdbi.v3.core.Handle;

import java.security.SecureRandom;
import java.util.Optional;

/** Ties a database to one end and one master key when it is made, and checks both ever after. */
final class Identity {
    private static final int STORE_ID_BYTES = 16;

    private Identity() {}

    /**
     * @throws KeyStoreException if the database belongs to the other end or another master key
     */
    static Sealing establish(
            Handle handle, String name, MasterKey masterKey, End localEnd, SecureRandom random) {
        Optional<Row> known = read(handle);
        if (known.isEmpty()) {
            return create(handle, masterKey, localEnd, random);
        }
        Row row = known.get();
        if (row.localEnd != localEnd) {
            throw new KeyStoreException(
                    "key database %s belongs to %s and cannot be opened by %s"
                            .formatted(name, row.localEnd, localEnd));
        }
        Sealing sealing = new Sealing(masterKey, row.storeId, random);
        if (!sealing.opensKeyCheck(row.keyCheck, localEnd)) {
            throw new KeyStoreException(
                    "key database %s was sealed under another master key".formatted(name));
        }
        return sealing;
    }

    private static Sealing create(
            Handle handle, MasterKey masterKey, End localEnd, SecureRandom random) {
        byte[] storeId = new byte[STORE_ID_BYTES];
        random.nextBytes(storeId);
        Sealing sealing = new Sealing(masterKey, storeId, random);
        handle.execute(
                """
                INSERT INTO store_identity (only_row, store_id, local_end, key_check)
                VALUES (1, ?, ?, ?)\
                """,
                storeId,
                localEnd.name(),
                sealing.sealKeyCheck(localEnd));
        return sealing;
    }

    private static Optional<Row> read(Handle handle) {
        return handle.select("SELECT store_id, local_end, key_check FROM store_identity")
                .map((row, context) ->
                        new Row(
                                row.getBytes("store_id"),
                                End.valueOf(row.getString("local_end")),
                                row.getBytes("key_check")))
                .findOne();
    }

    /** Whose store it is; empty for one that was never opened. */
    static Optional<End> owner(Handle handle) {
        return read(handle).map(Row::localEnd);
    }

    static boolean isSealedUnder(Handle handle, MasterKey masterKey, End localEnd) {
        return read(handle)
                .filter(row ->
                        new Sealing(masterKey, row.storeId, new SecureRandom())
                                .opensKeyCheck(row.keyCheck, localEnd))
                .isPresent();
    }

    /** Says that from now on the store is sealed under another master key. */
    static void change(Handle handle, Sealing sealing, End localEnd) {
        handle.execute("UPDATE store_identity SET key_check = ?", sealing.sealKeyCheck(localEnd));
    }

    private record Row(byte[] storeId, End localEnd, byte[] keyCheck) {}
}
