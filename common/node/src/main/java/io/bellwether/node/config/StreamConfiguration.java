package io.bellwether.node.config;

import java.util.Optional;

/**
 * Key streams (after ETSI GS QKD 004) over gRPC; certificates and applications are those of {@link
 * DeliveryConfiguration}, and its key sizes limit a chunk.
 *
 * @param address to listen on; empty for not at all
 * @param maximumStreams open at once at this end
 * @param maxBitsPerSecond the most that a stream may ask for
 * @param maxTimeoutMillis the longest that a call may wait
 * @param chunksAhead how many chunks are reserved beyond the one that was fetched last
 */
public record StreamConfiguration(
        Optional<HostAndPort> address,
        int maximumStreams,
        long maxBitsPerSecond,
        int maxTimeoutMillis,
        int chunksAhead) {
    public static final int DEFAULT_MAXIMUM_STREAMS = 1000;
    public static final long DEFAULT_MAX_BITS_PER_SECOND = 1_000_000;
    public static final int DEFAULT_MAX_TIMEOUT_MILLIS = 60_000;
    public static final int DEFAULT_CHUNKS_AHEAD = 4;

    static StreamConfiguration read(Section section) {
        StreamConfiguration stream =
                new StreamConfiguration(
                        section.optionalAddress("address"),
                        section.integer("maximumStreams", DEFAULT_MAXIMUM_STREAMS, 1, 100_000),
                        section.integer(
                                "maxBitsPerSecond", DEFAULT_MAX_BITS_PER_SECOND, 8, 1L << 40),
                        section.integer(
                                "maxTimeoutMillis", DEFAULT_MAX_TIMEOUT_MILLIS, 1, 3_600_000),
                        section.integer("chunksAhead", DEFAULT_CHUNKS_AHEAD, 0, 128));
        section.close();
        return stream;
    }
}
