package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;

/** Score and Q of a finished block, as Bob's node reports them. */
final class Scores {
    private Scores() {}

    static String describe(JsonNode block) {
        String qber =
                block.get("qber").isNull()
                        ? "no key rounds"
                        : String.format(
                                Locale.ROOT,
                                "QBER = %.3f %% +- %.3f %%",
                                100 * block.at("/qber/value").asDouble(),
                                100 * block.at("/qber/standardError").asDouble());
        return score(block.get("score")) + ", " + qber;
    }

    private static String score(JsonNode score) {
        if (score == null || score.isNull() || score.get("value").isNull()) {
            return "score unknown";
        }
        String form =
                score.get("name").asText().equals("S")
                        ? "%s = %.4f +- %.4f (local bound %.0f, quantum bound %.4f)"
                        : "%s = %.6f +- %.6f (local bound %.6f, quantum bound %.6f)";
        return String.format(
                        Locale.ROOT,
                        form,
                        score.get("name").asText(),
                        score.get("value").asDouble(),
                        score.get("standardError").asDouble(),
                        score.get("localBound").asDouble(),
                        score.get("quantumBound").asDouble())
                + distance(score);
    }

    /** In standard errors, where that says more than the bounds. */
    private static String distance(JsonNode score) {
        if (!score.get("name").asText().equals("B_d")) {
            return "";
        }
        double distance = score.get("distanceToLocal").asDouble();
        return String.format(
                Locale.ROOT,
                ", %.6f (%.1f standard errors) %s the best local one",
                Math.abs(distance),
                Math.abs(distance) / score.get("standardError").asDouble(),
                distance < 0 ? "below" : "above");
    }

    /** Why a block gave no key, in words. */
    static String ending(JsonNode block) {
        String reason = block.get("reason").asText();
        String detail = block.get("detail").asText();
        return reason.isEmpty() ? detail : "%s: %s".formatted(reason, detail);
    }
}
