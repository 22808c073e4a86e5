package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.node.dashboard.AccessToken;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class DashboardCommandTest {
    @TempDir Path folder;
    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private Path configuration;

    private int run(String... arguments) {
        CommandLine line = Bellwether.commandLine();
        line.setOut(new PrintWriter(output));
        line.setErr(new PrintWriter(errors));
        return line.execute(arguments);
    }

    @BeforeEach
    void initialise() {
        Path pair = folder.resolve("pair");
        assertThat(run("init", pair.toString())).isZero();
        configuration = pair.resolve("bob/bellwether.yml");
        output.getBuffer().setLength(0);
    }

    @Test
    @DisplayName("dashboard prints the address with the token of the node's data directory")
    void address() throws Exception {
        AccessToken token = AccessToken.open(configuration.resolveSibling("data"));
        assertThat(run("dashboard", configuration.toString())).isZero();
        assertThat(output.toString().strip()).isEqualTo("http://127.0.0.1:7201/#" + token.digits());
    }

    @Test
    @DisplayName("dashboard of a node that never ran says that there is no token yet (75)")
    void neverRan() {
        assertThat(run("dashboard", configuration.toString())).isEqualTo(75);
        assertThat(errors.toString()).contains("dashboard.token", "when it first starts");
    }

    @Test
    @DisplayName("a dashboard that is off, or not on loopback, is refused with the limit (78)")
    void refused() throws Exception {
        String text = Files.readString(configuration);
        Files.writeString(configuration, text.replace("\"127.0.0.1:7201\"", "off"));
        assertThat(run("dashboard", configuration.toString())).isEqualTo(78);
        assertThat(errors.toString()).contains("dashboard.address: off; limit HOST:PORT");
        Files.writeString(configuration, text.replace("127.0.0.1:7201", "0.0.0.0:7201"));
        assertThat(run("dashboard", configuration.toString())).isEqualTo(78);
        assertThat(errors.toString()).contains("loopback address; from elsewhere", "ssh -L");
    }
}
