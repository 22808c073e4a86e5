package io.bellwether.keystore;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** UUIDs as 16 bytes, big-endian, as they stand in the database. */
final class Uuids {
    static final int BYTES = 16;

    /** The first of the 32 bits that ids drawn together share. */
    private static final int SHARED_FROM = 32;

    private Uuids() {}

    /**
     * Random ids (version 4) that begin with the same 32 random bits, so that their rows lie side
     * by side in the index by id: one page is written where a hundred would be. 90 random bits
     * remain each: two of 10^12 ids that were drawn by 256 are equal with probability 10^-13, which
     * the index would refuse.
     */
    static List<UUID> together(int count) {
        long shared = UUID.randomUUID().getMostSignificantBits() >>> SHARED_FROM << SHARED_FROM;
        return Stream.generate(UUID::randomUUID)
                .limit(count)
                .map(own ->
                        new UUID(
                                shared | own.getMostSignificantBits() & (1L << SHARED_FROM) - 1,
                                own.getLeastSignificantBits()))
                .toList();
    }

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
