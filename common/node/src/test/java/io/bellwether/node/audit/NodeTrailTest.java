package io.bellwether.node.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.keydelivery.AuditChain;
import io.bellwether.node.status.Json;
import io.bellwether.node.status.SampleStatus;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

class NodeTrailTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    @TempDir Path data;

    private List<JsonNode> run() throws Exception {
        try (NodeTrail trail = NodeTrail.start(data, CLOCK, "0.1.0")) {
            trail.blockEnded(SampleStatus.block("accepted", "", 139_616));
            trail.blockEnded(SampleStatus.block("aborted", "TOO_MANY_LOST_ROUNDS", 0));
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file())) {
            lines.add(Json.MAPPER.readTree(line));
        }
        return lines;
    }

    private Path file() {
        return data.resolve(NodeTrail.FILE);
    }

    @Test
    @DisplayName("start, blocks without a key, commands and stop are noted, in one chain")
    void events() throws Exception {
        run();
        NodeTrail.noteCommand(data, "pool.import", "pool x");
        assertThat(run())
                .extracting(line -> line.get("event").asText())
                .containsExactly(
                        "node.start",
                        "block.aborted",
                        "node.stop",
                        "pool.import",
                        "node.start",
                        "block.aborted",
                        "node.stop");
        assertThat(run().get(1).get("what").asText())
                .isEqualTo("5eed0000-0000-4000-0000-000000000001 TOO_MANY_LOST_ROUNDS");
        assertThat(AuditChain.read(file()))
                .isInstanceOfSatisfying(
                        AuditChain.Whole.class, whole -> assertThat(whole.lines()).isEqualTo(10));
    }

    @Test
    @DisplayName("a line that is changed, taken out or is not JSON breaks the chain where it stood")
    void tampering() throws Exception {
        run();
        List<String> lines = Files.readAllLines(file());
        for (int at = 0; at < lines.size() - 1; at++) {
            var changed = new ArrayList<>(lines);
            changed.set(at, changed.get(at).replace("1970", "1971"));
            assertBrokenAt(changed, at + 2);
            var shorter = new ArrayList<>(lines);
            shorter.remove(at);
            assertBrokenAt(shorter, at + 1);
        }
        assertBrokenAt(List.of("nonsense"), 1);
    }

    private void assertBrokenAt(List<String> lines, long line) throws Exception {
        Path file = Files.write(data.resolve("tampered"), lines);
        assertThat(AuditChain.read(file)).isEqualTo(new AuditChain.Broken(line));
    }
}
