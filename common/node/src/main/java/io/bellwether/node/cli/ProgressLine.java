package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * One line per step and per second of measuring; on a terminal the measuring line is written over.
 */
final class ProgressLine {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private final PrintWriter out;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private String lastStep = "";
    private Instant lastShown = Instant.EPOCH;
    private Instant measuringSince = Instant.EPOCH;
    private boolean lineOpen;

    ProgressLine(PrintWriter out) {
        this.out = out;
    }

    void show(JsonNode status) {
        JsonNode block = status.at("/now/current");
        if (!block.isObject()) {
            String link = status.at("/now/link/state").asText();
            stepChanged("link", "Link: " + link, link);
            return;
        }
        String step = block.get("step").asText();
        if (step.equals("MEASURE")) {
            showMeasuring(block);
        } else {
            stepChanged(step, words(step), "");
        }
    }

    private void stepChanged(String step, String words, String detail) {
        String key = step + detail;
        if (!key.equals(lastStep)) {
            lastStep = key;
            endLine();
            out.println(words);
            out.flush();
        }
    }

    private void showMeasuring(JsonNode block) {
        Instant now = Instant.now();
        if (!lastStep.equals("MEASURE")) {
            lastStep = "MEASURE";
            measuringSince = now;
            endLine();
        }
        if (Duration.between(lastShown, now).compareTo(BETWEEN_LINES) < 0) {
            return;
        }
        lastShown = now;
        long measured = block.get("measuredRounds").asLong();
        double seconds = Duration.between(measuringSince, now).toMillis() / 1000.0;
        String text =
                String.format(
                        Locale.ROOT,
                        "Measuring: %,d of %,d rounds, %,.0f rounds/s",
                        measured,
                        block.get("rounds").asLong(),
                        seconds > 0 ? measured / seconds : 0);
        if (terminal) {
            out.print("\r" + text + "   ");
            lineOpen = true;
        } else {
            out.println(text);
        }
        out.flush();
    }

    private void endLine() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
    }

    private static String words(String step) {
        return switch (step) {
            case "PROPOSE" -> "Agreeing on the block";
            case "ANNOUNCE" -> "Announcing settings";
            case "CORRECT" -> "Correcting errors";
            case "VERIFY" -> "Verifying that both keys are equal";
            case "ESTIMATE" -> "Estimating the score";
            case "AUTHENTICATE" -> "Authenticating the transcript";
            case "AMPLIFY" -> "Amplifying privacy";
            case "COMMIT" -> "Storing at both ends";
            default -> step;
        };
    }
}
