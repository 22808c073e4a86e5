package io.bellwether.node.analysis;

import io.bellwether.bell.ChshStatistics;
import io.bellwether.bell.OutcomeRelabelling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts or correlators as experiments publish them: CSV with a header, comment lines with #.
 *
 * <ul>
 *   <li>{@code setting_a,setting_b,n_equal_outcomes,n_opposite_outcomes}, with {@code run} and
 *       {@code bell_state} before or without: one line per pair of settings;
 *   <li>{@code n_total,E00,E01,E10,E11}, more columns are ignored, but for {@code S}: one line per
 *       run; the rounds are taken as equally many at each pair of settings.
 * </ul>
 *
 * <p>Signs: psi-plus inverts Alice's outcome at setting 1; other states are taken as printed. Of
 * correlators with a published S the inversion of one outcome at one setting is taken, if any, that
 * gives this S.
 */
public final class PublishedCounts {
    private static final OutcomeRelabelling PSI_PLUS =
            new OutcomeRelabelling(false, true, false, false);

    private final Path file;
    private final List<String> columns;
    private final List<String[]> rows = new ArrayList<>();

    private PublishedCounts(Path file, List<String> columns) {
        this.file = file;
        this.columns = columns;
    }

    /** Whether the first line that is no comment is a header of this kind. */
    public static boolean isAt(Path file) throws IOException {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .findFirst()
                    .map(header -> header.contains("n_equal_outcomes") || header.contains("E00"))
                    .orElse(false);
        }
    }

    /**
     * One analysis per run and Bell state, and one over the states of a run that has several.
     *
     * @throws IllegalArgumentException naming file, field and value of what is wrong
     */
    public static List<Analysis> read(Path file) throws IOException {
        PublishedCounts counts = null;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            String[] fields = line.strip().split(",", -1);
            if (counts == null) {
                counts = new PublishedCounts(file, Arrays.asList(fields));
            } else if (fields.length != counts.columns.size()) {
                throw new IllegalArgumentException(
                        "%s: %s: %d fields; %d"
                                .formatted(file, line, fields.length, counts.columns.size()));
            } else {
                counts.rows.add(fields);
            }
        }
        if (counts == null || counts.rows.isEmpty()) {
            throw new IllegalArgumentException(file + ": no counts");
        }
        return counts.columns.contains("E00") ? counts.ofCorrelators() : counts.ofCells();
    }

    private List<Analysis> ofCells() {
        Map<String, Map<String, long[][][]>> runs = new LinkedHashMap<>();
        for (String[] row : rows) {
            String run = columns.contains("run") ? row[columns.indexOf("run")] : name();
            String state = columns.contains("bell_state") ? row[columns.indexOf("bell_state")] : "";
            long[][][] cells =
                    runs.computeIfAbsent(run, key -> new LinkedHashMap<>())
                            .computeIfAbsent(state, key -> new long[2][2][2]);
            int x = (int) count(row, "setting_a", 1);
            int y = (int) count(row, "setting_b", 1);
            cells[0][x][y] += count(row, "n_equal_outcomes", Long.MAX_VALUE);
            cells[1][x][y] += count(row, "n_opposite_outcomes", Long.MAX_VALUE);
        }
        List<Analysis> analyses = new ArrayList<>();
        runs.forEach((run, states) -> addRun(analyses, run, states));
        return analyses;
    }

    private static void addRun(
            List<Analysis> analyses, String run, Map<String, long[][][]> states) {
        long[][][] sum = new long[2][2][2];
        states.forEach((state, cells) -> {
            OutcomeRelabelling relabelling =
                    state.equals("psi-plus") ? PSI_PLUS : OutcomeRelabelling.NONE;
            Analysis analysis =
                    Analysis.ofCounts(
                            state.isEmpty() ? run : run + " " + state,
                            ChshStatistics.of(cells[0], cells[1], 0, 0),
                            relabelling);
            analyses.add(analysis);
            for (int x = 0; x < 2; x++) {
                for (int y = 0; y < 2; y++) {
                    boolean swap = relabelling.swapsEqualAndDifferent(x, y);
                    sum[0][x][y] += cells[swap ? 1 : 0][x][y];
                    sum[1][x][y] += cells[swap ? 0 : 1][x][y];
                }
            }
        });
        if (states.size() > 1) {
            analyses.add(
                    Analysis.ofCounts(
                            run + ", all states",
                            ChshStatistics.of(sum[0], sum[1], 0, 0),
                            OutcomeRelabelling.NONE));
        }
    }

    private List<Analysis> ofCorrelators() {
        List<Analysis> analyses = new ArrayList<>();
        for (String[] row : rows) {
            long perCell = count(row, "n_total", Long.MAX_VALUE) / 4;
            long[][] equal = new long[2][2];
            long[][] different = new long[2][2];
            for (int x = 0; x < 2; x++) {
                for (int y = 0; y < 2; y++) {
                    double e = correlator(row, "E" + x + y);
                    equal[x][y] = Math.round(perCell * (1 + e) / 2);
                    different[x][y] = perCell - equal[x][y];
                }
            }
            ChshStatistics counts = ChshStatistics.of(equal, different, 0, 0);
            analyses.add(Analysis.ofCounts(name(), counts, relabelling(row, counts)));
        }
        return analyses;
    }

    private OutcomeRelabelling relabelling(String[] row, ChshStatistics counts) {
        if (!columns.contains("S")) {
            return OutcomeRelabelling.NONE;
        }
        double published = Double.parseDouble(row[columns.indexOf("S")]);
        OutcomeRelabelling best = OutcomeRelabelling.NONE;
        for (int i = 0; i < 4; i++) {
            var candidate = new OutcomeRelabelling(i == 0, i == 1, i == 2, i == 3);
            if (distance(counts, candidate, published) < distance(counts, best, published)) {
                best = candidate;
            }
        }
        return best;
    }

    private static double distance(
            ChshStatistics counts, OutcomeRelabelling relabelling, double published) {
        return Math.abs(counts.relabelled(relabelling).chsh().orElse(0) - published);
    }

    private long count(String[] row, String column, long limit) {
        String text = field(row, column);
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > limit) {
            throw new IllegalArgumentException(
                    "%s: %s: %s; a whole number from 0%s"
                            .formatted(
                                    file,
                                    column,
                                    text,
                                    limit == Long.MAX_VALUE ? "" : " to " + limit));
        }
        return Long.parseLong(text);
    }

    private double correlator(String[] row, String column) {
        String text = field(row, column);
        try {
            double value = Double.parseDouble(text);
            if (value >= -1 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "%s: %s: %s; a number".formatted(file, column, text), notANumber);
        }
        throw new IllegalArgumentException(
                "%s: %s: %s; from -1 to 1".formatted(file, column, text));
    }

    private String field(String[] row, String column) {
        if (!columns.contains(column)) {
            throw new IllegalArgumentException("%s: no column %s".formatted(file, column));
        }
        return row[columns.indexOf(column)];
    }

    private String name() {
        return file.getFileName().toString();
    }
}
