package io.bellwether.node.config;

import java.nio.file.Path;

/**
 * The pool of pre-shared authentication bits.
 *
 * @param pool its file; the journal lies beside it
 * @param lowWaterBits with fewer bits left in a direction the operator is warned
 * @param floorBits bits of a direction that are never used: the node stops there
 * @param refillShare the part of every finished block's key that goes back into the pool
 * @param spendBitsPerSecond how fast the bits of a direction may be spent in the long run
 * @param spendBurstBits how many of them may be spent at once
 */
public record AuthenticationConfiguration(
        Path pool,
        long lowWaterBits,
        long floorBits,
        double refillShare,
        long spendBitsPerSecond,
        long spendBurstBits) {
    public static final long DEFAULT_LOW_WATER_BITS = 262_144;
    public static final long DEFAULT_FLOOR_BITS = 8_192;
    public static final double DEFAULT_REFILL_SHARE = 0.1;

    public static final long DEFAULT_SPEND_BITS_PER_SECOND = 32_768;
    public static final long DEFAULT_SPEND_BURST_BITS = 1_048_576;

    /** Below it a block of one chunk would wait for minutes. */
    private static final long MINIMUM_SPEND_BITS = 256;

    private static final long MAXIMUM_BITS = 1L << 40;

    static AuthenticationConfiguration read(Section section) {
        AuthenticationConfiguration authentication =
                new AuthenticationConfiguration(
                        section.file("pool"),
                        section.integer("lowWaterBits", DEFAULT_LOW_WATER_BITS, 0, MAXIMUM_BITS),
                        section.integer("floorBits", DEFAULT_FLOOR_BITS, 0, MAXIMUM_BITS),
                        section.number("refillShare", DEFAULT_REFILL_SHARE, 0, 0.5, "0 to 0.5"),
                        section.integer(
                                "spendBitsPerSecond",
                                DEFAULT_SPEND_BITS_PER_SECOND,
                                MINIMUM_SPEND_BITS,
                                MAXIMUM_BITS),
                        section.integer(
                                "spendBurstBits",
                                DEFAULT_SPEND_BURST_BITS,
                                MINIMUM_SPEND_BITS,
                                MAXIMUM_BITS));
        if (authentication.lowWaterBits < authentication.floorBits) {
            section.problem(
                    "lowWaterBits",
                    authentication.lowWaterBits,
                    "floorBits = " + authentication.floorBits + " or more");
        }
        section.close();
        return authentication;
    }
}
