package io.bellwether.keystore;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 bytes, big-endian, as they stand in the database. */
final class Uuids {
    static final int BYTES = 16;

    private Uuids() {}

    static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    static UUID of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
