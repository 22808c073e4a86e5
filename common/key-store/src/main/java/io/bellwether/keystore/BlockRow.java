package io.bellwether.keystore;

import io.bellwether.foundation.BlockId;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of the block table. {@code wrappedKey} is null once the block is erased. */
record BlockRow(
        long number,
        BlockStatus status,
        byte[] wrappedKey,
        long localNextBit,
        long localFreeBits,
        long expiresMillis) {
    BlockId id() {
        return status.id();
    }

    /** After bits were cut from the part for this end. */
    BlockRow withLocalTaken(long bits) {
        return new BlockRow(
                number,
                status,
                wrappedKey,
                localNextBit + bits,
                localFreeBits - bits,
                expiresMillis);
    }

    static BlockRow of(ResultSet row) throws SQLException {
        return new BlockRow(
                row.getLong("block_number"),
                new BlockStatus(
                        new BlockId(Uuids.of(row.getBytes("block_id"))),
                        BlockState.valueOf(row.getString("state")),
                        row.getLong("length_bits"),
                        row.getLong("split_bits"),
                        row.getBytes("transcript_digest")),
                row.getBytes("wrapped_key"),
                row.getLong("local_next_bit"),
                row.getLong("local_free_bits"),
                row.getLong("expires_millis"));
    }
}
