package io.bellwether.node.crash;

import java.util.List;
import java.util.Map;

/**
 * What a run of faults came to.
 *
 * @param faults how many of each kind
 * @param announced keys that applications were given
 * @param fetched those of them that the other end gave too, the same
 * @param violations what must not happen, one sentence each: a key that the other end does not
 *     give, or gives differently; a key or an id given twice; a daemon that ended by itself; a pool
 *     bit used twice
 * @param blocks accepted at Bob since his last start
 * @param diskFull {@code done}, or why it was not
 */
public record CrashReport(
        long seed,
        Map<String, Integer> faults,
        int announced,
        int fetched,
        List<String> violations,
        long blocks,
        String diskFull,
        double seconds) {
    /** Nothing was lost and nothing was reused. */
    public boolean isClean() {
        return violations.isEmpty() && fetched == announced && announced > 0;
    }
}
