package io.bellwether.node.plots;

import io.bellwether.securityproof.planner.Figure;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure that was computed.
 *
 * @param abscissas common to all lines
 * @param ordinates one array per line of the figure, in its order; not positive where there is no
 *     key
 */
public record FigureData(Figure figure, double[] abscissas, List<double[]> ordinates) {
    private static final String SEPARATOR = ",";

    /**
     * @throws IllegalArgumentException when the lines are not as many, or not as long, as the
     *     figure says
     */
    public FigureData {
        ordinates = List.copyOf(ordinates);
        if (ordinates.size() != figure.lines().size()) {
            throw new IllegalArgumentException(
                    "%d lines computed, the figure %s has %d"
                            .formatted(ordinates.size(), figure.name(), figure.lines().size()));
        }
        for (double[] line : ordinates) {
            if (line.length != abscissas.length) {
                throw new IllegalArgumentException(
                        "a line of %d points at %d abscissas"
                                .formatted(line.length, abscissas.length));
            }
        }
    }

    /** Comma-separated: a header with the labels, then one row per abscissa; no key is 0. */
    public String table() {
        StringBuilder text = new StringBuilder(quoted(figure.abscissa().label()));
        for (Figure.Line line : figure.lines()) {
            text.append(SEPARATOR).append(quoted(line.name()));
        }
        for (int i = 0; i < abscissas.length; i++) {
            text.append('\n').append(abscissas[i]);
            for (double[] line : ordinates) {
                text.append(SEPARATOR).append(Math.max(0, line[i]));
            }
        }
        return text.append('\n').toString();
    }

    /**
     * Reads what {@link #table} wrote.
     *
     * @throws IllegalArgumentException when the text is not a table of this figure
     */
    public static FigureData ofTable(Figure figure, String table) {
        String[] rows = table.split("\n");
        int points = rows.length - 1;
        int lines = figure.lines().size();
        double[] abscissas = new double[points];
        List<double[]> ordinates = new ArrayList<>();
        for (int line = 0; line < lines; line++) {
            ordinates.add(new double[points]);
        }
        for (int i = 0; i < points; i++) {
            String[] cells = rows[i + 1].split(SEPARATOR);
            if (cells.length != lines + 1) {
                throw new IllegalArgumentException(
                        "row %d has %d cells, not %d".formatted(i + 1, cells.length, lines + 1));
            }
            abscissas[i] = Double.parseDouble(cells[0]);
            for (int line = 0; line < lines; line++) {
                ordinates.get(line)[i] = Double.parseDouble(cells[line + 1]);
            }
        }
        return new FigureData(figure, abscissas, ordinates);
    }

    private static String quoted(String label) {
        return '"' + label.replace("\"", "\"\"") + '"';
    }
}
