package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.device.BoxException;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.BoxTrial;
import io.bellwether.device.simulated.PortTrial;
import io.bellwether.node.ExitCode;
import io.bellwether.node.status.Json;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of boxes: what each should show, and what it shows. */
final class BoxTrials {
    private static final long LEAST_ROUNDS = 10_000;

    /** Rounds that let the compiler finish before the clock counts. */
    private static final long WARM_UP_ROUNDS = 2_000_000;

    private BoxTrials() {}

    static void print(
            PrintWriter out,
            String name,
            Map<String, String> parameters,
            long seed,
            long rounds,
            boolean json) {
        if (rounds < LEAST_ROUNDS) {
            throw new Refused(
                    ExitCode.USAGE,
                    "--rounds: %d; a trial needs %d or more".formatted(rounds, LEAST_ROUNDS));
        }
        List<BoxModel> models = new ArrayList<>();
        if (name.equals("all")) {
            BoxModel.NAMES.forEach(each -> models.add(initial(each, rounds)));
        } else {
            models.add(BoxCommand.parse(name, parameters));
        }
        ArrayNode rows = Json.MAPPER.createArrayNode();
        if (!json) {
            out.printf(Locale.ROOT, "%d rounds each, seed %d%n", rounds, seed);
            out.printf(
                    "%-22s %-5s %10s %10s %21s %7s %12s%n",
                    "box", "score", "formula", "matrices", "sampled", "sigmas", "Mrounds/s");
        }
        for (BoxModel model : models) {
            BoxTrial.run(model, seed, WARM_UP_ROUNDS);
            BoxTrial trial = BoxTrial.run(model, seed, rounds);
            for (BoxTrial.Comparison found : trial.comparisons()) {
                rows.add(row(trial, found, seed, rounds));
                if (!json) {
                    line(out, trial, found);
                }
            }
        }
        if (json) {
            out.println(rows);
        } else {
            printPort(out, models.getFirst(), seed, rounds);
        }
        out.flush();
    }

    private static void printPort(PrintWriter out, BoxModel model, long seed, long rounds) {
        try {
            PortTrial.run(model, seed, WARM_UP_ROUNDS);
            PortTrial port = PortTrial.run(model, seed, rounds);
            out.printf(
                    Locale.ROOT,
                    "Mrounds/s: sampling alone, per second of processor time. Through the port of"
                            + " the box in this process, %s:%n%.1f Mrounds/s, %.1f per second of"
                            + " processor time of both halves together.%n",
                    model.name(),
                    rounds / port.wallSeconds() / 1e6,
                    rounds / port.processorSeconds() / 1e6);
        } catch (BoxException failed) {
            throw new Refused(ExitCode.FAILED, failed.getMessage());
        }
    }

    /** A drift is scored over its whole length. */
    private static BoxModel initial(String name, long rounds) {
        return name.equals("drift")
                ? BoxModel.parse(name, Map.of("drift-rounds", Long.toString(rounds)))
                : BoxModel.of(name);
    }

    private static void line(PrintWriter out, BoxTrial trial, BoxTrial.Comparison found) {
        out.printf(
                Locale.ROOT,
                "%-22s %-5s %10.6f %10.6f %10.6f +-%.6f %7.2f %12.1f%n",
                trial.model().name(),
                found.score(),
                found.predicted(),
                found.computed(),
                found.measured(),
                found.standardError(),
                sigmas(found),
                trial.roundsPerSecond() / 1e6);
        out.flush();
    }

    private static double sigmas(BoxTrial.Comparison found) {
        return found.standardError() == 0
                ? 0
                : (found.measured() - found.predicted()) / found.standardError();
    }

    private static ObjectNode row(
            BoxTrial trial, BoxTrial.Comparison found, long seed, long rounds) {
        ObjectNode row = Json.MAPPER.createObjectNode();
        row.put("box", trial.model().name());
        row.putPOJO("parameters", trial.model().parameters());
        row.put("score", found.score());
        row.put("formula", found.predicted());
        row.put("matrices", found.computed());
        row.put("sampled", found.measured());
        row.put("standardError", found.standardError());
        row.put("rounds", rounds);
        row.put("seed", seed);
        row.put("roundsPerSecond", trial.roundsPerSecond());
        return row;
    }
}
