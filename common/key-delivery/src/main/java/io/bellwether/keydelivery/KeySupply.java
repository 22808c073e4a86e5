package io.bellwether.keydelivery;

/**
 * What {@code status_extension} tells of the pool.
 *
 * @param keyRateBitsPerSecond secret bits that were added per second, lately, for both ends
 * @param poolAgeSeconds how long ago the newest of them were added
 */
public record KeySupply(double keyRateBitsPerSecond, double poolAgeSeconds) {}
