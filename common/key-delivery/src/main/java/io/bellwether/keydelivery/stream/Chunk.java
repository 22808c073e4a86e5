package io.bellwether.keydelivery.stream;

import java.util.Arrays;

/**
 * The answer to GET_KEY.
 *
 * @param index of the chunk, also when there is none
 * @param key empty unless the status is {@code SUCCESSFUL}
 * @param metadataBytes of the metadata, or how many are needed
 */
public record Chunk(StreamStatus status, long index, byte[] key, int metadataBytes, String metadata)
        implements AutoCloseable {
    static Chunk none(StreamStatus status, long index) {
        return new Chunk(status, index, new byte[0], 0, "");
    }

    /** Overwrites the key. */
    @Override
    public void close() {
        Arrays.fill(key, (byte) 0);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Chunk[" + status + ", " + index + "]";
    }
}
