package io.bellwether.keydelivery.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code cases.txt}. */
public final class CaseTable {
    private static final int COLUMNS = 7;

    private CaseTable() {}

    /** All rows, in order. */
    public static List<Case> read() {
        try (var in = CaseTable.class.getResourceAsStream("cases.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<Case> cases =
                    text.lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(CaseTable::row)
                            .toList();
            Set<String> names = new HashSet<>();
            cases.forEach(row -> {
                if (!names.add(row.name())) {
                    throw new IllegalStateException("stands twice: " + row.name());
                }
            });
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case row(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(
                    "%d columns; limit %d: %s".formatted(cells.length, COLUMNS, line));
        }
        List<String> cell = Arrays.stream(cells).map(String::strip).toList();
        return new Case(
                cell.get(0),
                cell.get(1),
                cell.get(2),
                cell.get(3),
                cell.get(4),
                Integer.parseInt(cell.get(5)),
                Arrays.stream(cell.get(6).split(";"))
                        .map(String::strip)
                        .filter(text -> !text.equals("-"))
                        .toList());
    }
}
