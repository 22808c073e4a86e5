package io.bellwether.node.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;

/** How far a long command is: one line that is written over, on a terminal only. */
final class CountLine {
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final PrintWriter out;
    private final String what;
    private final long all;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private Instant lastShown = Instant.EPOCH;

    CountLine(PrintWriter out, String what, long all) {
        this.out = out;
        this.what = what;
        this.all = all;
    }

    void show(long done) {
        Instant now = Instant.now();
        if (!terminal || (done < all && Duration.between(lastShown, now).compareTo(BETWEEN) < 0)) {
            return;
        }
        lastShown = now;
        out.printf("\r%,d of %,d %s%s", done, all, what, done == all ? System.lineSeparator() : "");
        out.flush();
    }
}
