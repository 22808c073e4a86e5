package io.bellwether.node.cli;

import io.bellwether.securityproof.planner.KnownAnswer;
import io.bellwether.securityproof.planner.KnownAnswers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Every known answer, computed anew: ours, the reference, the difference. A self-check for users.
 */
record KnownAnswerTable(List<Row> rows) {

    /**
     * @param ours what this machine computed
     */
    record Row(KnownAnswer known, double ours) {
        boolean agrees() {
            return known.agrees(ours);
        }
    }

    /** Computes on all cores. */
    static KnownAnswerTable compute(ProgressBar bar, List<KnownAnswer> known) {
        Row[] rows = new Row[known.size()];
        IntStream.range(0, rows.length)
                .parallel()
                .forEach(i -> {
                    rows[i] = new Row(known.get(i), known.get(i).ours().getAsDouble());
                    bar.advance();
                });
        bar.finish();
        return new KnownAnswerTable(List.of(rows));
    }

    static List<KnownAnswer> known() {
        return KnownAnswers.all();
    }

    boolean agrees() {
        return rows.stream().allMatch(Row::agrees);
    }

    Answer answer() {
        List<Answer> table = new ArrayList<>();
        for (Row row : rows) {
            KnownAnswer known = row.known();
            table.add(
                    new Answer()
                            .put("claim", known.claimId())
                            .put("quantity", known.quantity())
                            .put("ours", row.ours())
                            .put("reference", known.reference())
                            .put("difference", row.ours() - known.reference())
                            .put("tolerance", known.tolerance())
                            .put("agrees", row.agrees())
                            .put("source", known.source()));
        }
        return new Answer().put("agrees", agrees()).put("answers", table);
    }

    String text() {
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%-24s %-62s %14s %14s %11s  %s%n",
                                "claim",
                                "quantity",
                                "ours",
                                "reference",
                                "difference",
                                "source"));
        for (Row row : rows) {
            KnownAnswer known = row.known();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-24s %-62s %14s %14s %11.2g  %s%s%n",
                            known.claimId(),
                            known.quantity(),
                            shown(row.ours()),
                            shown(known.reference()),
                            row.ours() - known.reference(),
                            known.source(),
                            row.agrees() ? "" : "  DIFFERS"));
        }
        long differing = rows.stream().filter(row -> !row.agrees()).count();
        return text.append(
                        differing == 0
                                ? "All %d agree.".formatted(rows.size())
                                : "%d of %d differ.".formatted(differing, rows.size()))
                .toString();
    }

    private static String shown(double value) {
        return Math.abs(value) >= 1000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.7f", value);
    }
}
