package io.bellwether.node.cli;

import io.bellwether.securityproof.planner.ChainedPlan;
import io.bellwether.securityproof.planner.HonestDevice;
import io.bellwether.securityproof.planner.Plan;
import io.bellwether.securityproof.planner.Sensitivity;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** {@link PlanReport} for people. */
final class PlanText {
    private final PlanReport report;
    private final StringBuilder text = new StringBuilder();

    private PlanText(PlanReport report) {
        this.report = report;
    }

    static String of(PlanReport report) {
        PlanText text = new PlanText(report);
        text.header();
        text.verdict();
        text.table();
        text.sensitivity();
        text.limits();
        return text.text.toString().stripTrailing();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }

    private void header() {
        HonestDevice device = report.setup().device();
        line(
                "Device: %s, S = %.4f, Q = %.3f %%%s",
                device.model(),
                device.chsh(),
                100 * device.qber(),
                report.roundsPerSecond().isPresent()
                        ? ", " + number(report.roundsPerSecond().getAsDouble()) + " rounds/s"
                        : "");
        line(
                "Block:  %,d rounds%s, error correction f = %.3f, soundness %s",
                report.rounds(),
                inParentheses(report.seconds(OptionalLong.of(report.rounds()))),
                report.setup().ecEfficiency(),
                report.setup().epsilon().soundness());
        line("");
    }

    private void verdict() {
        Plan plan = report.best().plan();
        if (plan.keyBits() == 0) {
            line("N%s.", report.reason().substring(1));
            report.best()
                    .first()
                    .ifPresent(first ->
                            line(
                                    "Earliest: %s, %,d rounds%s",
                                    plan.theorem().claimId(),
                                    first,
                                    inParentheses(report.seconds(OptionalLong.of(first)))));
        } else {
            line(
                    "Best:   %s, %,d key bits (%.4f per round%s)",
                    plan.theorem().claimId(),
                    plan.keyBits(),
                    plan.ratePerRound(),
                    report.roundsPerSecond().isPresent()
                            ? ", "
                                    + number(
                                            plan.ratePerRound()
                                                    * report.roundsPerSecond().getAsDouble())
                                    + " bits/s"
                            : "");
            line(
                    "        test probability %.4g, %s",
                    plan.block().testProbability(),
                    plan.flipProbability() == 0
                            ? "no noisy preprocessing"
                            : "noisy preprocessing p = %.4g".formatted(plan.flipProbability()));
            if (!plan.theorem().peerReviewed()) {
                Plan published = report.bestPublished().plan();
                line(
                        "        Its proof is not peer reviewed; %s, which is, gives %,d bits.",
                        published.theorem().claimId(), published.keyBits());
            }
        }
        line("");
    }

    private void table() {
        line(
                "%-22s %-8s %15s %9s %9s %8s %26s%s",
                "theorem",
                "reviewed",
                "key bits",
                "per round",
                "test",
                "flip",
                "first key at rounds",
                "  %,d bits at rounds".formatted(report.target()));
        for (PlanReport.ForTheorem one : report.theorems()) {
            Plan plan = one.plan();
            boolean key = plan.keyBits() > 0;
            line(
                    "%-22s %-8s %,15d %9.4f %9s %8s %26s%s",
                    plan.theorem().claimId(),
                    plan.theorem().peerReviewed() ? "yes" : "no",
                    plan.keyBits(),
                    plan.ratePerRound(),
                    key ? number(plan.block().testProbability()) : "-",
                    key ? number(plan.flipProbability()) : "-",
                    rounds(one.first()),
                    "  " + rounds(one.target()));
        }
        line("");
    }

    private String rounds(OptionalLong rounds) {
        return rounds.isEmpty()
                ? "never"
                : String.format(Locale.ROOT, "%,d", rounds.getAsLong())
                        + inParentheses(report.seconds(rounds));
    }

    private void sensitivity() {
        if (report.sensitivities().isEmpty()) {
            return;
        }
        Plan plan = report.best().plan();
        line("What changes the key (%s, all else chosen anew):", plan.theorem().claimId());
        for (Sensitivity one : report.sensitivities()) {
            line(
                    "  %-16s %11s -> %-11s %+,15.0f bits (%+.1f %%)",
                    one.quantity(),
                    number(one.from()),
                    number(one.to()),
                    one.keyBitsChange(),
                    100 * one.keyBitsChange() / plan.keyBits());
        }
        line("");
    }

    private void limits() {
        line("With infinitely many rounds, in bits per key round (for planning, sizes no key):");
        report.asymptotic()
                .forEach((name, rate) ->
                        line("  %-36s %s", name, rate > 0 ? "%.4f".formatted(rate) : "none"));
        report.upperBounds().forEach((name, bits) -> line("  at most, by %-27s %.4f", name, bits));
        for (ChainedPlan chained : report.chained()) {
            line(
                    "Against no-signalling adversaries: %s",
                    chained.ratePerPair() > 0
                            ? "%.3g bits per pair with %d settings"
                                    .formatted(chained.ratePerPair(), chained.settings())
                            : "none");
        }
    }

    private static String inParentheses(OptionalDouble seconds) {
        return seconds.isPresent() ? " (" + duration(seconds.getAsDouble()) + ")" : "";
    }

    /** In the largest unit that leaves at least 1. */
    static String duration(double seconds) {
        String[] units = {"years", "d", "h", "min"};
        double[] lengths = {365.25 * 86_400, 86_400, 3600, 60};
        for (int i = 0; i < units.length; i++) {
            if (seconds >= lengths[i]) {
                return number(seconds / lengths[i]) + " " + units[i];
            }
        }
        return number(seconds) + " s";
    }

    /** Four significant digits, without an exponent where that is readable. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1000 && size < 1e15) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value == 0) {
            return "0";
        }
        String shown = String.format(Locale.ROOT, "%.4g", value);
        return shown.contains(".") && !shown.contains("e")
                ? shown.replaceAll("0+$", "").replaceAll("\\.$", "")
                : shown;
    }
}
