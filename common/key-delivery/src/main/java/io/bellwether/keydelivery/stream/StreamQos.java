package io.bellwether.keydelivery.stream;

import io.bellwether.keydelivery.KeyLimits;

/**
 * The quality of service of a stream. A number that is zero, or a text that is empty, was left out.
 *
 * @param chunkBytes bytes of one chunk
 * @param maxBitsPerSecond what the application is held to
 * @param minBitsPerSecond below that the application has no use for the stream
 * @param jitterBitsPerSecond by which the rate may vary
 * @param timeoutMillis how long GET_KEY may wait
 * @param ttlSeconds until a chunk that was not fetched is erased
 */
public record StreamQos(
        int chunkBytes,
        long maxBitsPerSecond,
        long minBitsPerSecond,
        long jitterBitsPerSecond,
        int priority,
        int timeoutMillis,
        int ttlSeconds,
        String metadataMimetype) {
    /** The only kind of metadata. */
    public static final String JSON = "application/json";

    private static final int DEFAULT_TTL_SECONDS = 24 * 3600;
    private static final int MAX_TTL_SECONDS = 30 * DEFAULT_TTL_SECONDS;
    private static final int DEFAULT_TIMEOUT_MILLIS = 5000;

    /** What is left out; the answer of OPEN_CONNECT says what it became. */
    public static StreamQos unspecified() {
        return new StreamQos(0, 0, 0, 0, 0, 0, 0, "");
    }

    /** The same with chunks of another size. */
    public StreamQos withChunkBytes(int bytes) {
        return new StreamQos(
                bytes,
                maxBitsPerSecond,
                minBitsPerSecond,
                jitterBitsPerSecond,
                priority,
                timeoutMillis,
                ttlSeconds,
                metadataMimetype);
    }

    /** The same, with what was left out filled in. */
    StreamQos withDefaults(StreamLimits limits) {
        return new StreamQos(
                chunkBytes == 0 ? limits.keys().keySizeBits() / 8 : chunkBytes,
                maxBitsPerSecond == 0 ? limits.maxBitsPerSecond() : maxBitsPerSecond,
                minBitsPerSecond,
                jitterBitsPerSecond,
                priority,
                timeoutMillis == 0
                        ? Math.min(DEFAULT_TIMEOUT_MILLIS, limits.maxTimeoutMillis())
                        : timeoutMillis,
                ttlSeconds == 0 ? DEFAULT_TTL_SECONDS : ttlSeconds,
                metadataMimetype);
    }

    /** The nearest that can be met; equal to this one if it can be met itself. */
    StreamQos proposal(StreamLimits limits) {
        KeyLimits keys = limits.keys();
        long maxBits = Math.clamp(maxBitsPerSecond, 1, limits.maxBitsPerSecond());
        return new StreamQos(
                Math.clamp(chunkBytes, (keys.minKeySizeBits() + 7) / 8, keys.maxKeySizeBits() / 8),
                maxBits,
                Math.clamp(minBitsPerSecond, 0, maxBits),
                0,
                0,
                Math.clamp(timeoutMillis, 1, limits.maxTimeoutMillis()),
                Math.clamp(ttlSeconds, 1, MAX_TTL_SECONDS),
                metadataMimetype.equals(JSON) ? JSON : "");
    }

    int chunkBits() {
        return 8 * chunkBytes;
    }
}
