package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The caches that {@code start-cache} made before these suites. */
class StartCacheIT {
    private static final Path START =
            Path.of(System.getProperty("bellwether.application"), "lib", "start");

    @TempDir Path folder;

    /** What a daemon without a configuration says, and where its classes came from. */
    private record Start(Launcher.Result result, List<String> classes) {}

    private Start start(String program, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path classes = folder.resolve("classes");
        var all = new HashMap<>(environment);
        all.put("BELLWETHER_JVM_OPTS", "-Xlog:class+load:file=" + classes);
        Launcher.Result result =
                Launcher.runWith(all, program, folder.resolve("missing.yml").toString());
        return new Start(result, Files.readAllLines(classes));
    }

    private static String mainClass(String program) {
        return switch (program) {
            case "alice" -> "io.bellwether.alice.AliceNode";
            case "bob" -> "io.bellwether.bob.BobNode";
            default -> "io.bellwether.node.cli.StatusCommand";
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "status"})
    @DisplayName("the application's classes are loaded from the start-up cache")
    void used(String program) throws Exception {
        Start start = start(program, Map.of());
        assertThat(start.result().exitCode()).isEqualTo(78);
        assertThat(start.classes())
                .anyMatch(line ->
                        line.contains(" " + mainClass(program) + " ")
                                && line.contains("shared objects file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("a daemon starts with the module graph and the linked classes of its cache")
    void linked(String program) throws Exception {
        Path log = folder.resolve("aot");
        Launcher.runWith(
                Map.of("BELLWETHER_JVM_OPTS", "-Xlog:aot=info:file=" + log),
                program,
                folder.resolve("missing.yml").toString());
        assertThat(Files.readString(log))
                .contains("full module graph: enabled", "Using AOT-linked classes: true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "noise", "cut", "flipped header"})
    @DisplayName("a damaged start-up cache is passed over without a word: the start is as without")
    void damaged(String damage) throws Exception {
        byte[] cache = Files.readAllBytes(START.resolve("alice.aot"));
        byte[] damaged =
                switch (damage) {
                    case "empty" -> new byte[0];
                    case "noise" -> HexFormat.of().parseHex("c0ffee".repeat(1000));
                    case "cut" -> Arrays.copyOf(cache, cache.length / 3);
                    default -> {
                        // its magic number, version and checksums stand at the beginning
                        for (int at = 0; at < 64; at++) {
                            cache[at] ^= 0x55;
                        }
                        yield cache;
                    }
                };
        Path caches = Files.createDirectory(folder.resolve("caches"));
        Files.write(caches.resolve("alice.aot"), damaged);
        Start without = start("alice", Map.of("BELLWETHER_START_CACHE", "off"));
        Start with = start("alice", Map.of("BELLWETHER_START_CACHE", caches.toString()));
        assertThat(with.result()).isEqualTo(without.result());
        assertThat(with.result().exitCode()).isEqualTo(78);
        assertThat(with.classes()).anyMatch(line -> line.contains("AliceNode source: file:"));
    }
}
