package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the launcher hands to Java, which is a script here that prints what it was given. */
class LauncherTest {
    private static final List<String> EVERYWHERE =
            List.of("-XX:-CreateCoredumpOnCrash", "-XX:-HeapDumpOnOutOfMemoryError", "core 0");

    @TempDir Path home;
    private Path standIn;

    @BeforeEach
    void install() throws IOException {
        Path bin = Files.createDirectory(home.resolve("bin"));
        Files.copy(
                Path.of("bin", "bellwether"),
                bin.resolve("bellwether"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Path lib = Files.createDirectory(home.resolve("lib"));
        for (String jar : List.of("alice-node", "bob-node", "node")) {
            Files.createFile(lib.resolve(jar + "-0.1.0.jar"));
        }
        standIn = home.resolve("java");
        Files.writeString(standIn, "#!/bin/sh\nprintf '%s\\n' \"$@\"\necho core $(ulimit -c)\n");
        assertThat(standIn.toFile().setExecutable(true)).isTrue();
    }

    private List<String> start(String command) throws IOException, InterruptedException {
        return start(command, Map.of());
    }

    private List<String> start(String command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Process process = process(environment, command, "x.yml");
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(lines.toString()).isZero();
        return lines;
    }

    private Process process(Map<String, String> environment, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(home.resolve("bin/bellwether").toString()));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BELLWETHER_"));
        builder.environment().put("BELLWETHER_JAVA_CHECKED", standIn.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Path cache(String name) throws IOException {
        Path folder = Files.createDirectories(home.resolve("lib/start"));
        return Files.writeString(folder.resolve(name + ".aot"), "a cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("a daemon is started from its start-up cache if there is one, which must fit")
    void startUpCache(String command) throws Exception {
        assertThat(start(command)).noneMatch(line -> line.contains("AOT"));
        Path cache = cache(command);
        assertThat(start(command)).contains("-XX:AOTCache=" + cache, "-XX:AOTMode=auto");
    }

    @Test
    @DisplayName("a start-up cache older than a library, or switched off, is not handed to Java")
    void staleCache() throws Exception {
        Path cache = cache("alice");
        assertThat(start("alice", Map.of("BELLWETHER_START_CACHE", "off")))
                .noneMatch(line -> line.contains("AOT"));
        // a library of the same size and date as the one before
        Path jar = home.resolve("lib/node-0.1.0.jar");
        FileTime date = Files.getLastModifiedTime(jar);
        Files.delete(jar);
        Files.createFile(jar);
        Files.setLastModifiedTime(jar, date);
        assertThat(start("alice")).noneMatch(line -> line.contains("AOT"));
        assertThat(Files.exists(cache)).isTrue();
    }

    @Test
    @DisplayName("start-up caches may lie in a folder of another name, with spaces too")
    void anotherFolder() throws Exception {
        Path folder = Files.createDirectory(home.resolve("a b"));
        Path cache = Files.writeString(folder.resolve("node.aot"), "a cache");
        assertThat(start("status", Map.of("BELLWETHER_START_CACHE", folder.toString())))
                .contains("-XX:AOTCache=" + cache);
    }

    @Test
    @DisplayName("start-cache that fails says so and leaves no cache, nor a part of one")
    void failedTraining() throws Exception {
        Process process = process(Map.of(), "start-cache");
        String output = String.join("\n", process.inputReader().lines().toList());
        assertThat(process.waitFor()).isEqualTo(70);
        assertThat(output).contains("start-cache: the run to learn from failed");
        assertThat(home.resolve("lib/start")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "26", "25-ea"})
    @DisplayName("a JDK that tells its version in its release file is believed without being run")
    void releaseFile(String version) throws Exception {
        assertThat(findJava(version)).isEqualTo(home.resolve("jdk/bin/java").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"21.0.2", "1.8.0_402"})
    @DisplayName("a JDK older than 25 is passed over")
    void olderRelease(String version) throws Exception {
        assertThat(findJava(version)).isNotEqualTo(home.resolve("jdk/bin/java").toString());
    }

    private String findJava(String version) throws Exception {
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
        Process process =
                process(
                        Map.of("BELLWETHER_JAVA_CHECKED", "", "BELLWETHER_JAVA", java.toString()),
                        "--find-java");
        String found = String.join("\n", process.inputReader().lines().toList());
        process.waitFor();
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("a daemon leaves no core dump, no heap dump and no crash report behind")
    void daemons(String command) throws Exception {
        List<String> lines = start(command);
        assertThat(lines)
                .containsAll(EVERYWHERE)
                .contains("-XX:ErrorFile=/dev/null", "-XX:+DisableAttachMechanism", "x.yml")
                .noneMatch(line -> line.contains("+HeapDump"));
    }

    @Test
    @DisplayName("a command leaves no core dump and no heap dump behind")
    void commands() throws Exception {
        assertThat(start("store")).containsAll(EVERYWHERE).contains("store");
    }
}
