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
import java.util.List;

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
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("bin/bellwether").toString(), command, "x.yml")
                        .redirectErrorStream(true);
        builder.environment().put("BELLWETHER_JAVA_CHECKED", standIn.toString());
        builder.environment().remove("BELLWETHER_JVM_OPTS");
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor()).as(lines.toString()).isZero();
        return lines;
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
