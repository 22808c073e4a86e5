package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;

/** S and Q of a finished block, as Bob's node reports them. */
final class Scores {
    private Scores() {}

    static String describe(JsonNode block) {
        String chsh =
                block.get("chsh").isNull()
                        ? "S unknown"
                        : String.format(
                                Locale.ROOT,
                                "S = %.4f +- %.4f (local bound 2, quantum bound 2.8284)",
                                block.at("/chsh/value").asDouble(),
                                block.at("/chsh/standardError").asDouble());
        String qber =
                block.get("qber").isNull()
                        ? "no key rounds"
                        : String.format(
                                Locale.ROOT,
                                "QBER = %.3f %% +- %.3f %%",
                                100 * block.at("/qber/value").asDouble(),
                                100 * block.at("/qber/standardError").asDouble());
        return chsh + ", " + qber;
    }
}
