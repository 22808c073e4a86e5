package io.bellwether.securityproof;

/** Refusals of parameters that no theorem covers; each names the parameter, value and limit. */
public final class Parameters {
    private Parameters() {}

    /** Refuses values outside (0, 1), and NaN. */
    public static void requireOpenUnit(String name, double value) {
        requireBetween(name, value, 0, 1);
    }

    /** Refuses values outside the open interval (low, high), and NaN. */
    public static void requireBetween(String name, double value, double low, double high) {
        if (!(value > low && value < high)) {
            throw new IllegalArgumentException(
                    "%s = %s is outside (%s, %s)".formatted(name, value, low, high));
        }
    }

    /** Refuses values below the limit. */
    public static void requireAtLeast(String name, long value, long limit) {
        if (value < limit) {
            throw new IllegalArgumentException(name + " = " + value + " is below " + limit);
        }
    }

    /** Refuses values above the limit, and NaN. */
    public static void requireAtMost(String name, double value, double limit) {
        if (!(value <= limit)) {
            throw new IllegalArgumentException(name + " = " + value + " is above " + limit);
        }
    }
}
