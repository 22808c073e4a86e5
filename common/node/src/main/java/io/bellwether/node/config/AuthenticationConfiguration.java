package io.bellwether.node.config;

import java.nio.file.Path;

/**
 * The pool of pre-shared authentication bits.
 *
 * @param pool its file; the journal lies beside it
 * @param lowWaterBits with fewer bits left in a direction the operator is warned
 * @param floorBits bits of a direction that are never used: the node stops there
 * @param refillShare the part of every finished block's key that goes back into the pool
 */
public record AuthenticationConfiguration(
        Path pool, long lowWaterBits, long floorBits, double refillShare) {
    public static final long DEFAULT_LOW_WATER_BITS = 262_144;
    public static final long DEFAULT_FLOOR_BITS = 8_192;
    public static final double DEFAULT_REFILL_SHARE = 0.1;

    private static final long MAXIMUM_BITS = 1L << 40;

    static AuthenticationConfiguration read(Section section) {
        AuthenticationConfiguration authentication =
                new AuthenticationConfiguration(
                        section.file("pool"),
                        section.integer("lowWaterBits", DEFAULT_LOW_WATER_BITS, 0, MAXIMUM_BITS),
                        section.integer("floorBits", DEFAULT_FLOOR_BITS, 0, MAXIMUM_BITS),
                        section.number("refillShare", DEFAULT_REFILL_SHARE, 0, 0.5, "0 to 0.5"));
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
