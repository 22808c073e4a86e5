package io.bellwether.node.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How much of a long computation is done: written over on a terminal, a few lines elsewhere. */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);
    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(100);

    private final PrintWriter out;
    private final String title;
    private final int total;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private Instant lastShown = Instant.now();
    private int done;

    ProgressBar(PrintWriter out, String title, int total) {
        this.out = out;
        this.title = title;
        this.total = total;
    }

    synchronized void advance() {
        done++;
        Instant now = Instant.now();
        Duration pause = terminal ? BETWEEN_UPDATES : BETWEEN_LINES;
        if (Duration.between(lastShown, now).compareTo(pause) >= 0) {
            lastShown = now;
            String line = line(title, done, total);
            out.print(terminal ? "\r" + line : line + System.lineSeparator());
            out.flush();
        }
    }

    /** Clears the bar. */
    synchronized void finish() {
        if (terminal) {
            out.print("\r" + " ".repeat(title.length() + WIDTH + 12) + "\r");
            out.flush();
        }
    }

    static String line(String title, int done, int total) {
        int filled = (int) ((long) WIDTH * done / total);
        return String.format(
                Locale.ROOT,
                "%s [%s%s] %3d %%",
                title,
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                100L * done / total);
    }
}
