package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.node.audit.NodeTrail;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class AuditLogCommandTest {
    @TempDir Path data;
    private final StringWriter output = new StringWriter();

    private int run(Path file) {
        CommandLine line = Bellwether.commandLine();
        line.setOut(new PrintWriter(output));
        line.setErr(new PrintWriter(output));
        return line.execute("audit-log", file.toString());
    }

    @Test
    @DisplayName("audit-log says that a trail is whole (0), where it is broken (70), or gone (64)")
    void chains() throws Exception {
        NodeTrail.noteCommand(data, "pool.import", "pool 1");
        NodeTrail.noteCommand(data, "pool.import", "pool 2");
        Path trail = data.resolve(NodeTrail.FILE);
        assertThat(run(trail)).isZero();
        assertThat(output.toString()).contains("whole, 2 lines; the last has the digest ");
        Files.writeString(trail, Files.readString(trail).replace("pool 1", "pool 3"));
        assertThat(run(trail)).isEqualTo(70);
        assertThat(output.toString()).contains("BROKEN: line 2");
        assertThat(run(data.resolve("missing"))).isEqualTo(64);
    }
}
