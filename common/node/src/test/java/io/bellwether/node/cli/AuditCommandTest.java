package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class AuditCommandTest {
    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Bellwether.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    @DisplayName("audit of what is no certificate exits with 70 and names the file")
    void noCertificate() throws Exception {
        Path file = folder.resolve("block.json");
        Files.writeString(file, "{}\n");
        assertThat(run("audit", folder.toString())).isEqualTo(70);
        assertThat(out.toString()).contains(file.toString(), "DOES NOT HOLD");
        assertThat(run("audit", "--json", file.toString())).isEqualTo(70);
        assertThat(out.toString()).contains("\"holds\":false");
    }

    @Test
    @DisplayName("audit of a file that is not there exits with 64, and without a file too")
    void notThere() {
        assertThat(run("audit", folder.resolve("nothing").toString())).isEqualTo(64);
        assertThat(err.toString()).contains("no such file");
        assertThat(run("audit")).isEqualTo(64);
    }
}
