package io.bellwether.device.remote;

/**
 * How long a node waits for a box before it gives the block up.
 *
 * @param connectMillis to connect and describe, and to start a block
 * @param distributeMillis to distribute the pairs of one request
 * @param frameMillis to measure one frame
 */
public record BoxDeadlines(long connectMillis, long distributeMillis, long frameMillis) {
    /** For a simulated source on the same machine. */
    public static final BoxDeadlines DEFAULT = new BoxDeadlines(5_000, 60_000, 30_000);

    /** One day: enough for the slowest apparatus, and short enough to be a deadline. */
    private static final long LIMIT_MILLIS = 86_400_000;

    public BoxDeadlines {
        require("connectMillis", connectMillis);
        require("distributeMillis", distributeMillis);
        require("frameMillis", frameMillis);
    }

    private static void require(String field, long millis) {
        if (millis < 1 || millis > LIMIT_MILLIS) {
            throw new IllegalArgumentException(
                    "box deadlines: %s: %d; from 1 to %d".formatted(field, millis, LIMIT_MILLIS));
        }
    }
}
