package io.bellwether.node.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: 90s, 30min, 8h, 2d. */
final class DurationText {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(s|min|h|d)");

    private DurationText() {}

    static double seconds(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "duration = " + text + " is not a number with s, min, h or d, such as 8h");
        }
        double count = Double.parseDouble(matcher.group(1));
        return count
                * switch (matcher.group(2)) {
                    case "s" -> 1;
                    case "min" -> 60;
                    case "h" -> 3600;
                    default -> 86_400;
                };
    }
}
