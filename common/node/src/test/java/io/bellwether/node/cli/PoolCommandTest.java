package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.keystore.DataDirectoryLock;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.status.Json;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A fresh pool for a pair, on the command line. */
class PoolCommandTest {
    @TempDir Path folder;
    private Path alice;
    private Path bob;
    private Path fresh;

    private record Result(int exitCode, String output, String errors) {
        JsonNode json() throws Exception {
            return Json.MAPPER.readTree(output);
        }
    }

    private static Result run(Object... arguments) {
        CommandLine line = Bellwether.commandLine();
        var out = new StringWriter();
        var err = new StringWriter();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return new Result(line.execute(words), out.toString(), err.toString());
    }

    @BeforeEach
    void initialise() {
        Path pair = folder.resolve("pair");
        assertThat(run("init", pair, "--pool-bits", "65536", "--free-ports").exitCode()).isZero();
        alice = pair.resolve("alice").resolve("bellwether.yml");
        bob = pair.resolve("bob").resolve("bellwether.yml");
        fresh = folder.resolve("fresh.pool");
    }

    @Test
    @DisplayName(
            "pool new and pool import at both ends give the same pool, with the printed digest")
    void freshPool() throws Exception {
        JsonNode made = run("pool", "new", fresh, "--bits", "131072", "--json").json();
        String digest = made.get("digest").asText();
        assertThat(digest).matches("[0-9a-f]{32}");
        for (Path end : new Path[] {alice, bob}) {
            JsonNode imported =
                    run("pool", "import", end, fresh, "--digest", digest, "--json").json();
            assertThat(imported.get("poolId")).isEqualTo(made.get("poolId"));
            assertThat(imported.get("bobToAliceBits").asLong()).isEqualTo(65_536);
        }
        JsonNode atAlice = run("pool", "list", alice, "--json").json();
        assertThat(atAlice).isEqualTo(run("pool", "status", bob, "--json").json());
        assertThat(atAlice.get("aliceToBobUsedBits").asLong()).isEqualTo(256);
        assertThat(atAlice.get("origin").asText()).startsWith("pre-shared");
        assertThat(run("pool", "list", alice).output()).contains("65536 left");
    }

    @Test
    @DisplayName("a wrong digest, a file in the way and no pool at all are refused with 64")
    void refusals() throws Exception {
        run("pool", "new", fresh, "--bits", "65536");
        Result wrong = run("pool", "import", alice, fresh, "--digest", "00");
        assertThat(wrong.exitCode()).isEqualTo(64);
        assertThat(wrong.errors()).contains("--digest: 00; limit");
        assertThat(run("pool", "new", fresh).errors()).contains("exists; nothing was written");
        Files.writeString(folder.resolve("text"), "no pool");
        Result noPool = run("pool", "import", alice, folder.resolve("text"));
        assertThat(noPool.exitCode()).isEqualTo(64);
        assertThat(run("pool", "new", folder.resolve("odd"), "--bits", "100").errors())
                .contains("multiple of 256");
        assertThat(run("pool").exitCode()).isEqualTo(64);
    }

    @Test
    @DisplayName("while the node runs an import is refused with 75, and the pool stays")
    void runningNode() throws Exception {
        run("pool", "new", fresh, "--bits", "65536");
        String before = run("pool", "list", alice, "--json").output();
        NodeConfiguration configuration = PoolCommand.configuration(alice);
        try (var _ = DataDirectoryLock.acquire(configuration.node().dataDirectory())) {
            Result refused = run("pool", "import", alice, fresh);
            assertThat(refused.exitCode()).isEqualTo(75);
            assertThat(refused.errors()).contains("in use by process");
        }
        assertThat(run("pool", "list", alice, "--json").output()).isEqualTo(before);
        assertThat(run("pool", "import", alice, fresh).exitCode()).isZero();
        Result again = run("pool", "import", alice, fresh);
        assertThat(again.exitCode()).isEqualTo(70);
        assertThat(again.errors()).contains("was installed here before");
    }

    @Test
    @DisplayName("pool bootstrap at both ends agrees on a pool that is labelled computational")
    void bootstrap() throws Exception {
        assertThat(run("pool", "bootstrap", bob).errors()).contains("say --accept-computational");
        var atBob =
                CompletableFuture.supplyAsync(
                        () -> run("pool", "bootstrap", bob, "--accept-computational", "--json"));
        Result atAlice =
                run(
                        "pool",
                        "bootstrap",
                        alice,
                        "--accept-computational",
                        "--bits",
                        "65536",
                        "--json");
        assertThat(atAlice.exitCode()).as(atAlice.errors()).isZero();
        assertThat(atBob.get().json()).isEqualTo(atAlice.json());
        JsonNode listing = run("pool", "list", alice, "--json").json();
        assertThat(listing).isEqualTo(run("pool", "list", bob, "--json").json());
        assertThat(listing.get("origin").asText()).contains("COMPUTATIONAL");
        assertThat(listing.get("capacityBits").asLong()).isEqualTo(32_768);
        assertThat(alice.resolveSibling("authentication.pool.agreed")).doesNotExist();
    }
}
