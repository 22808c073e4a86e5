package io.bellwether.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Coverage-guided fuzzing (Jazzer) of everything that reads what others send. A target stands
 * beside the code that it tries, in that module's tests; here they are run, each in a process of
 * its own, together for a minute: {@code -Dbellwether.fuzzSeconds=600} for longer, {@code
 * -Dbellwether.fuzzSeed=N} to repeat a run. What was ever found is a line of a seeds file, and is
 * tried first in every run.
 */
class FuzzTest {
    private static final long SECONDS = Long.getLong("bellwether.fuzzSeconds", 10);
    private static final long SEED =
            Long.getLong("bellwether.fuzzSeed", System.currentTimeMillis() & 0x7fff_ffff);
    private static final Path COMMON = Path.of("").toAbsolutePath().getParent();

    @ParameterizedTest
    @DisplayName("no input makes a parser do anything but answer or refuse")
    @CsvSource({
        "key-delivery, io.bellwether.keydelivery.FuzzRequestBodies",
        "key-delivery, io.bellwether.keydelivery.FuzzRequestTargets",
        "key-delivery, io.bellwether.keydelivery.skip.FuzzSkipRequests",
        "key-delivery, io.bellwether.keydelivery.stream.FuzzStreamCalls",
        "link, io.bellwether.link.FuzzLinkMessages",
        "device, io.bellwether.device.remote.FuzzBoxMessages"
    })
    void nothingEscapes(String module, String target, @TempDir Path folder) throws Exception {
        Run run = fuzz(module, target, SECONDS, folder);
        assertThat(run.exitCode())
                .as("seed %d, input %s%n%s", SEED, run.crash(), run.output())
                .isZero();
        assertThat(run.output()).as("it looked at our code").contains("cov: ");
    }

    @Test
    @DisplayName("self-test: a crash that no random input finds is found")
    void plantedCrashIsFound(@TempDir Path folder) throws Exception {
        Run run = fuzz("testkit", "io.bellwether.testkit.FuzzPlantedCrash", 30, folder);
        assertThat(run.output()).contains("IllegalStateException: planted");
        assertThat(run.crash()).startsWith("62656c6c00");
    }

    /**
     * How a run ended.
     *
     * @param crash the input that failed, in hexadecimal; empty if none did
     */
    private record Run(int exitCode, String output, String crash) {}

    private static Run fuzz(String module, String target, long seconds, Path folder)
            throws IOException, InterruptedException {
        Path corpus = Files.createDirectory(folder.resolve("corpus"));
        writeSeeds(target, corpus);
        Path log = folder.resolve("log");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:+EnableDynamicAgentLoading",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                classPath(module),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target,
                                "--instrumentation_includes=io.bellwether.**",
                                "--reproducer_path=" + folder,
                                "-artifact_prefix=" + folder + File.separator,
                                "-max_total_time=" + seconds,
                                "-timeout=10",
                                "-rss_limit_mb=0",
                                "-seed=" + SEED,
                                corpus.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(seconds + 240, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        return new Run(process.waitFor(), output, crash(folder));
    }

    private static String crash(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> crashes =
                    files.filter(file -> file.getFileName().toString().startsWith("crash-"))
                            .toList();
            return crashes.isEmpty()
                    ? ""
                    : HexFormat.of().formatHex(Files.readAllBytes(crashes.getFirst()));
        }
    }

    /** Lines of {@code fuzz/TARGET.txt}: what a parser knows, and what once made one fail. */
    private static void writeSeeds(String target, Path corpus) throws IOException {
        String name = "/fuzz/" + target.substring(target.lastIndexOf('.') + 1) + ".txt";
        try (var seeds = FuzzTest.class.getResourceAsStream(name)) {
            List<String> lines =
                    seeds == null
                            ? List.of()
                            : new String(seeds.readAllBytes(), StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                Files.write(corpus.resolve("seed-" + i), decoded(lines.get(i)));
            }
        }
    }

    /** {@code hex:} or text, in which {@code \r\n} stands for a line's end. */
    private static byte[] decoded(String line) {
        return line.startsWith("hex:")
                ? HexFormat.of().parseHex(line.substring(4))
                : line.replace("\\r\\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Ours, and the tests of the module; its libraries come with testkit's own. */
    private static String classPath(String module) {
        return Stream.of(
                        COMMON.resolve(module).resolve("target/test-classes").toString(),
                        System.getProperty("java.class.path"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
