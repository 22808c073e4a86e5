package io.bellwether.keydelivery.stream;

import io.bellwether.keydelivery.KeyLimits;

/**
 * What streams are held to.
 *
 * @param keys the sizes of chunks
 * @param maximumStreams open at once at this end
 * @param maxBitsPerSecond the most that a stream may ask for
 * @param maxTimeoutMillis the longest that a call may wait
 * @param chunksAhead how many chunks are reserved beyond the one that was fetched last
 */
public record StreamLimits(
        KeyLimits keys,
        int maximumStreams,
        long maxBitsPerSecond,
        int maxTimeoutMillis,
        int chunksAhead) {}
