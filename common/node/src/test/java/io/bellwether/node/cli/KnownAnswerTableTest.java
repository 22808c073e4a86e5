package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.securityproof.planner.KnownAnswer;
import io.bellwether.securityproof.planner.KnownAnswers;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class KnownAnswerTableTest {
    private static KnownAnswerTable table(List<KnownAnswer> known) {
        return KnownAnswerTable.compute(
                new ProgressBar(new PrintWriter(new StringWriter()), "test", known.size()), known);
    }

    @Test
    @DisplayName("every known answer of papers and independent programs is reproduced")
    void allAgree() {
        KnownAnswerTable table = table(KnownAnswers.all());
        assertThat(table.rows()).hasSizeGreaterThanOrEqualTo(70);
        assertThat(table.rows().stream().filter(row -> !row.agrees()).toList())
                .as(table.text())
                .isEmpty();
        assertThat(table.text()).endsWith("All " + table.rows().size() + " agree.");
        assertThat(table.answer().shown(true)).contains("\"agrees\": true, \"answers\": [{");
    }

    @Test
    @DisplayName("self-test: an answer that differs is marked")
    void differenceIsSeen() {
        KnownAnswerTable table =
                table(
                        List.of(
                                new KnownAnswer("RATE-CHSH", "right", 1, .1, "test", () -> 1.05),
                                new KnownAnswer("RATE-CHSH", "wrong", 1, .1, "test", () -> 1.2)));
        assertThat(table.agrees()).isFalse();
        assertThat(table.text()).contains("DIFFERS").endsWith("1 of 2 differ.");
    }
}
