package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.addDeliverable;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class FrontEndProcessesTest {
    private static final int PROCESSES = 8;
    private static final int KEYS = 160;

    @Test
    @DisplayName(
            "8 processes on one PostgreSQL hand every key to its master once and to each slave"
                    + " once")
    void everyKeyOnce(@TempDir Path directory) throws Exception {
        StoreFixture fixture = new StoreFixture(directory, Engine.POSTGRESQL);
        try (KeyStore store = fixture.open(End.ALICE)) {
            addDeliverable(store, 1, KEYS / 2 * 256, KEYS / 2 * 256);
            addDeliverable(store, 2, KEYS / 2 * 256, KEYS / 2 * 256);
            Map<String, Map<String, String>> given = new HashMap<>();
            List<Integer> shares = new ArrayList<>();
            for (List<String> lines : outputs(startAll(directory))) {
                shares.add(lines.size());
                for (String line : lines) {
                    String[] words = line.split(" ");
                    assertThat(words).as(line).hasSize(3);
                    assertThat(
                                    given.computeIfAbsent(words[0], to -> new HashMap<>())
                                            .put(words[1], words[2]))
                            .as("%s twice to %s", words[1], words[0])
                            .isNull();
                }
            }
            assertThat(given.get("master")).hasSize(KEYS).isEqualTo(given.get("slave"));
            assertThat(given.get("third")).isEqualTo(given.get("master"));
            assertThat(given.get("master").values()).doesNotHaveDuplicates();
            assertThat(shares.stream().filter(lines -> lines > 0)).hasSizeGreaterThan(1);
            assertThat(store.progress()).isEqualTo(new StoreProgress(KEYS, KEYS, 0, 2 * KEYS));
            assertThat(store.blocksIn(BlockState.EXHAUSTED)).hasSize(2);
        }
    }

    private static List<Process> startAll(Path directory) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-Dslf4j.internal.verbosity=ERROR");
        command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(FrontEndProcess.class.getName(), PostgresForTests.url(directory)));
        command.add(directory.resolve("master.key").toString());
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        }
        return processes;
    }

    private static List<List<String>> outputs(List<Process> processes) throws Exception {
        List<List<String>> outputs = new ArrayList<>();
        for (Process process : processes) {
            try (var output = process.inputReader()) {
                outputs.add(output.lines().toList());
            }
            assertThat(process.waitFor()).isZero();
        }
        return outputs;
    }
}
