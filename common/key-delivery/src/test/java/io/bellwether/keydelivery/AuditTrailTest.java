package io.bellwether.keydelivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;

class AuditTrailTest {
    @TempDir Path directory;

    @Test
    @DisplayName("half a line that a killed process left is dropped, and the chain goes on")
    void tornLine() throws Exception {
        Path file = directory.resolve("audit.jsonl");
        record(file, "first");
        Files.writeString(file, "{\"time\":\"20", StandardOpenOption.APPEND);

        record(file, "second");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(new ObjectMapper().readTree(lines.get(1)).get("previous").asText())
                .isEqualTo(AuditTrail.digest(lines.get(0)));
    }

    private static void record(Path file, String event) {
        AuditTrail.open(file, InstantSource.system()).record(event, "me", "");
    }
}
