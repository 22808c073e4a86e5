package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands of doc/your-hardware.md, one after the other, as a reader types them. */
class LaboratoryIT {
    private static final Page PAGE = new Page("deploy/doc/your-hardware.md");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir Path folder;
    private Shell shell;
    private final StringBuilder output = new StringBuilder();
    private final List<Process> background = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : background) {
            Shell.stop(process);
        }
    }

    @Test
    @DisplayName(
            "the page for laboratories leads from time tags to a score, and from a Python box to a"
                    + " key that both ends have and an audit that holds")
    void page() throws Exception {
        shell = new Shell(folder);
        assumeTrue(run("python3 --version") == 0, "no python3 on this machine");
        assumeTrue(run("curl --version") == 0, "no curl on this machine");
        Files.createSymbolicLink(folder.resolve("deploy"), Path.of("").toAbsolutePath());
        for (String command : PAGE.commands()) {
            if (command.endsWith("&")) {
                String started = onFreePorts(command.substring(0, command.length() - 1));
                background.add(shell.start(started, folder.resolve("output.log")));
            } else if (command.startsWith("bellwether init")) {
                assertThat(run(command + " --free-ports")).as(output.toString()).isZero();
            } else if (command.startsWith("curl") || command.startsWith("bellwether status")) {
                // daemons that have just been started
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> run(onFreePorts(command)) == 0);
            } else {
                assertThat(run(command)).as("%s: %s", command, output).isZero();
            }
        }
        assertThat(Files.size(folder.resolve("running-s.svg"))).isPositive();
        assertThat(
                        new ObjectMapper()
                                .readTree(folder.resolve("key-at-alice.json").toFile())
                                .at("/keys/0/key")
                                .asText())
                .hasSize(44);
    }

    /** The page has the standard ports, which may be taken here. */
    private String onFreePorts(String command) throws IOException {
        String alice = Files.readString(folder.resolve("pair/alice/bellwether.yml"));
        String bob = Files.readString(folder.resolve("pair/bob/bellwether.yml"));
        String result = command;
        for (Map.Entry<String, String> port :
                Map.of(
                                "7101", port(alice, "box"),
                                "7102", port(bob, "box"),
                                "7443", port(alice, "delivery"))
                        .entrySet()) {
            result = result.replace("127.0.0.1:" + port.getKey(), "127.0.0.1:" + port.getValue());
        }
        return result;
    }

    private static String port(String configuration, String section) {
        Matcher found =
                Pattern.compile("(?ms)^" + section + ":$.*?address: \"127\\.0\\.0\\.1:(\\d+)\"")
                        .matcher(configuration);
        assertThat(found.find()).as(section).isTrue();
        return found.group(1);
    }

    private int run(String command) throws IOException, InterruptedException {
        Shell.Result result = shell.run(command);
        output.append(result.output());
        return result.exitCode();
    }
}
