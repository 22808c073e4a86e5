package io.bellwether.keydelivery.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.keydelivery.InProcessPair;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table, over mutual TLS, against both ends with SQLite stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
    private InProcessPair pair;
    private final Map<End, CaseRunner> runners = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path directory) {
        pair = new InProcessPair(directory);
        for (End end : End.values()) {
            runners.put(end, new CaseRunner(pair, end));
        }
    }

    @AfterAll
    void stop() throws IOException {
        for (CaseRunner runner : runners.values()) {
            runner.close();
        }
        pair.close();
    }

    static List<Case> table() {
        return CaseTable.read();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    @DisplayName("each row of the table holds at Alice's end")
    void atAlice(Case row) throws IOException {
        runners.get(End.ALICE).run(row);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    @DisplayName("each row of the table holds at Bob's end")
    void atBob(Case row) throws IOException {
        runners.get(End.BOB).run(row);
    }

    @Test
    @DisplayName("the table has at least 150 rows")
    void size() {
        assertThat(table()).hasSizeGreaterThanOrEqualTo(150);
    }
}
