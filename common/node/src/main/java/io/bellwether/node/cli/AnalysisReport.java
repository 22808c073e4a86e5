package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.NoSignallingTest;
import io.bellwether.bell.OutcomeRelabelling;
import io.bellwether.node.analysis.Analysis;
import io.bellwether.node.status.Json;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One analysed run as text or JSON. */
final class AnalysisReport {
    private AnalysisReport() {}

    static void print(PrintWriter out, Analysis analysis, double settingBias) {
        ChshStatistics counts = analysis.statistics();
        out.println(analysis.name());
        if (analysis.excludedRounds() > 0) {
            line(out, "excluded", "%,d rounds, by the herald", analysis.excludedRounds());
        }
        line(out, "rounds", "%,d test, %,d key", counts.testRounds(), counts.keyRounds());
        if (analysis.noSignalling().isPresent()) {
            line(
                    out,
                    "no click",
                    "%,d at Alice's side, %,d at Bob's, counted as an outcome",
                    analysis.lostSignals()[0],
                    analysis.lostSignals()[1]);
        }
        if (!analysis.relabelling().equals(OutcomeRelabelling.NONE)) {
            line(out, "inverted", "outcomes at %s", inverted(analysis.relabelling()));
        }
        printScore(out, counts);
        printQber(out, counts);
        printTests(out, analysis, settingBias);
        line(out, "key", "%s", verdict(counts));
        out.println();
    }

    private static void printScore(PrintWriter out, ChshStatistics counts) {
        if (counts.chsh().isPresent()) {
            line(
                    out,
                    "S",
                    "%.4f +- %.4f (local bound 2, quantum bound 2.8284)",
                    counts.chsh().getAsDouble(),
                    counts.chshStandardError().getAsDouble());
            for (int cell = 0; cell < 4; cell++) {
                line(
                        out,
                        cell == 0 ? "E(x, y)" : "",
                        "E(%d, %d) = %+.4f of %,d rounds",
                        cell / 2,
                        cell % 2,
                        counts.correlator(cell / 2, cell % 2).getAsDouble(),
                        counts.testRounds(cell / 2, cell % 2));
            }
        } else {
            line(out, "S", "unknown: a pair of test settings was never measured");
        }
        if (counts.winRatio().isPresent()) {
            line(
                    out,
                    "wins",
                    "%,d of %,d, ratio %.6f (local bound 0.75)",
                    counts.wonTestRounds(),
                    counts.testRounds(),
                    counts.winRatio().getAsDouble());
        }
    }

    private static void printQber(PrintWriter out, ChshStatistics counts) {
        if (counts.qber().isPresent()) {
            line(
                    out,
                    "QBER",
                    "%.4f %% +- %.4f %%",
                    100 * counts.qber().getAsDouble(),
                    100 * counts.qberStandardError().getAsDouble());
        }
    }

    private static void printTests(PrintWriter out, Analysis analysis, double settingBias) {
        analysis.noSignalling()
                .ifPresent(test ->
                        line(
                                out,
                                "signalling",
                                "p = %.3g (with memory: %.3g), largest change of a frequency %.4f",
                                test.pValue(),
                                test.pValueWithMemory(),
                                test.largestSignal()));
        line(
                out,
                "locality",
                "p %s (number of rounds fixed before), %s (stopped at any time)",
                shown(analysis.localPValue(settingBias)),
                shown(analysis.localPValueAtAnyTime(settingBias)));
    }

    /** What is below the smallest double is not 0. */
    private static String shown(double pValue) {
        return pValue < 1e-300 ? "below 1e-300" : String.format(Locale.ROOT, "= %.3g", pValue);
    }

    private static void line(PrintWriter out, String label, String format, Object... values) {
        out.printf("  %-11s %s%n", label, String.format(Locale.ROOT, format, values));
    }

    /** A record is public; what matters is why it could not have been a key. */
    private static String verdict(ChshStatistics counts) {
        if (counts.keyRounds() == 0) {
            return "none: no key rounds; a block of a key needs about a million rounds, most of"
                    + " them key rounds";
        }
        if (counts.chsh().isEmpty() || counts.chsh().getAsDouble() <= 2) {
            return "none: S is not above 2";
        }
        return "none from a record, which is public; for the length that such a run gives see"
                + " bellwether rate";
    }

    private static String inverted(OutcomeRelabelling relabelling) {
        List<String> settings = new ArrayList<>();
        add(settings, relabelling.aliceInvertsAt0(), "a0");
        add(settings, relabelling.aliceInvertsAt1(), "a1");
        add(settings, relabelling.bobInvertsAt0(), "b0");
        add(settings, relabelling.bobInvertsAt1(), "b1");
        return String.join(", ", settings);
    }

    private static void add(List<String> settings, boolean inverts, String name) {
        if (inverts) {
            settings.add(name);
        }
    }

    static ObjectNode json(Analysis analysis, double settingBias) {
        ChshStatistics counts = analysis.statistics();
        ObjectNode run = Json.MAPPER.createObjectNode();
        run.put("name", analysis.name());
        run.put("testRounds", counts.testRounds());
        run.put("keyRounds", counts.keyRounds());
        run.put("excludedRounds", analysis.excludedRounds());
        run.put("aliceLostSignals", analysis.lostSignals()[0]);
        run.put("bobLostSignals", analysis.lostSignals()[1]);
        run.put("inverted", inverted(analysis.relabelling()));
        if (counts.chsh().isPresent()) {
            run.putObject("chsh")
                    .put("value", counts.chsh().getAsDouble())
                    .put("standardError", counts.chshStandardError().getAsDouble());
        } else {
            run.putNull("chsh");
        }
        run.put("wins", counts.wonTestRounds());
        counts.winRatio()
                .ifPresentOrElse(
                        ratio -> run.put("winRatio", ratio), () -> run.putNull("winRatio"));
        if (counts.qber().isPresent()) {
            run.putObject("qber")
                    .put("value", counts.qber().getAsDouble())
                    .put("standardError", counts.qberStandardError().getAsDouble());
        } else {
            run.putNull("qber");
        }
        putNoSignalling(run, analysis.noSignalling());
        run.put("localPValue", analysis.localPValue(settingBias));
        run.put("localPValueAtAnyTime", analysis.localPValueAtAnyTime(settingBias));
        run.put("keyBits", 0);
        run.put("reason", verdict(counts));
        return run;
    }

    private static void putNoSignalling(ObjectNode run, Optional<NoSignallingTest> test) {
        if (test.isPresent()) {
            run.putObject("noSignalling")
                    .put("pValue", test.get().pValue())
                    .put("pValueWithMemory", test.get().pValueWithMemory())
                    .put("largestSignal", test.get().largestSignal());
        } else {
            run.putNull("noSignalling");
        }
    }
}
