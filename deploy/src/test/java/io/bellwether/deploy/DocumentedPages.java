package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.bellwether.foundation.End;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the pages say can be done with a pair of nodes, done with one that runs, as they say it but
 * for the addresses, and what must come of it.
 */
final class DocumentedPages {
    private static final Page README = new Page("README.md");
    private static final Page OPERATING = new Page("deploy/doc/operating.md");
    private static final Page SKIP = new Page("common/key-delivery/doc/skip.md");
    private static final Page STREAMS = new Page("common/key-delivery/doc/streams.md");
    private static final Page DASHBOARD = new Page("common/node/doc/dashboard.md");
    private static final Page INTEROP = new Page("deploy/examples/interop/README.md");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The folder that holds {@code pair}. */
    private final Path folder;

    /** What stands on the pages and what it is here. */
    private final Map<String, String> here;

    DocumentedPages(Path folder, Map<String, String> here) {
        this.folder = folder;
        this.here = here;
    }

    private String run(Path from, String command, String input) throws Exception {
        String ours = command;
        for (Map.Entry<String, String> one : here.entrySet()) {
            ours = ours.replace(one.getKey(), one.getValue());
        }
        Shell.Result result = new Shell(from).run(ours, input);
        assertThat(result.exitCode()).as("%s%n%s", ours, result.output()).isZero();
        return result.output();
    }

    private String run(Path from, String command) throws Exception {
        return run(from, command, "");
    }

    private Path pair() {
        return folder.resolve("pair");
    }

    /** The daemons were started with the files that the page starts them with. */
    void daemons(Pair pair) throws IOException {
        for (End end : End.values()) {
            List<String> words = README.words(end == End.ALICE ? "alice" : "bob");
            assertThat(words).hasSize(2);
            assertThat(folder.resolve(words.getLast())).isEqualTo(pair.configurationFile(end));
        }
    }

    void watching() throws Exception {
        assertThat(run(folder, README.command("bellwether status")))
                .contains("node        bob", "accepted");
        String watch = OPERATING.command("bellwether status");
        assertThat(run(folder, "timeout --preserve-status 4 " + watch + " || [ $? = 143 ]"))
                .contains("\u001b[2J", "node        bob");
        assertThat(run(folder, DASHBOARD.command("bellwether dashboard")).strip())
                .matches("http://127\\.0\\.0\\.1:\\d+/#[0-9a-f]{64}");
        assertThat(run(pair().resolve("alice"), README.command("bellwether audit ")))
                .contains("holds");
        run(pair(), README.command("bellwether store backup"));
        assertThat(Files.size(pair().resolve("FILE"))).isPositive();
    }

    /** SKIP with curl and with openssl, as a router would. */
    void skip() throws Exception {
        Path saes = pair().resolve("saes");
        JsonNode key = JSON.readTree(run(saes, SKIP.command("curl ") + " --silent"));
        assertThat(key.get("keyId").asText()).matches("[0-9a-f]{32}");
        assertThat(key.get("key").asText()).matches("[0-9a-f]{64}");
        String request = "GET /capabilities HTTP/1.1\r\nHost: kme\r\nConnection: close\r\n\r\n";
        assertThat(run(saes, SKIP.command("openssl s_client"), request))
                .contains("\"localSystemID\":\"app-alice\"");
    }

    /** Both terminals of the page. */
    void streams() throws Exception {
        Path log = folder.resolve("stream.log");
        Pattern id = Pattern.compile("stream ([0-9a-f-]{36}):");
        String source = STREAMS.command("bellwether stream alice");
        for (Map.Entry<String, String> one : here.entrySet()) {
            source = source.replace(one.getKey(), one.getValue());
        }
        Process alice = new Shell(folder).start(source, log);
        try {
            await().atMost(PATIENCE).until(() -> id.matcher(Files.readString(log)).find());
            Matcher stream = id.matcher(Files.readString(log));
            assertThat(stream.find()).isTrue();
            String destination = STREAMS.command("bellwether stream bob");
            String bob = run(folder, destination.replaceFirst("ID$", stream.group(1)));
            assertThat(alice.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(alice.exitValue()).isZero();
            List<String> chunks = fingerprints(bob);
            assertThat(chunks).hasSize(10).isEqualTo(fingerprints(Files.readString(log)));
        } finally {
            Shell.stop(alice);
        }
    }

    private static List<String> fingerprints(String output) {
        return output.lines().filter(line -> line.matches("\\d+ [0-9a-f]{16}")).toList();
    }

    /**
     * The tunnel's scripts with real keys; in the place of wg and swanctl is a note of the key's
     * hash.
     */
    void tunnels(Path outside) throws Exception {
        Path bin = Files.createDirectories(outside.resolve("bin"));
        program(bin.resolve("wg"), "sha256sum >>\"$NOTES/wg\"");
        program(bin.resolve("swanctl"), "true");
        Path saes = pair().resolve("saes");
        List<String> script =
                Stream.concat(
                                Stream.of(
                                        "set -e",
                                        "export NOTES=%1$s SWANCTL_DIR=%1$s".formatted(outside)),
                                INTEROP.commands().stream())
                        .map(line ->
                                line.replaceAll(
                                        "(=)((app-\\w+|ca)\\.(crt|key))", "$1" + saes + "/$2"))
                        .toList();
        String wireguard = String.join("\n", script);
        String conf = "cat " + outside.resolve("conf.d/ppk.conf") + " | sha256sum\n";
        // at each end of the page, what follows its addresses
        int bob = wireguard.lastIndexOf("export KME=");
        String strongswan =
                wireguard.substring(0, wireguard.indexOf("id=$("))
                        + "id=$(./%s)%n%s".formatted(INTEROP.command("strongswan-ppk.sh enc"), conf)
                        + wireguard.substring(bob, wireguard.indexOf("./wireguard-psk.sh dec", bob))
                        + "./%s%n%s".formatted(INTEROP.command("strongswan-ppk.sh dec"), conf);
        String path = "PATH=%s:$PATH%n".formatted(bin);
        run(Path.of("examples", "interop"), path + wireguard);
        List<String> hashes = Files.readAllLines(outside.resolve("wg"));
        assertThat(hashes).hasSize(2);
        assertThat(hashes.getFirst()).isEqualTo(hashes.getLast());
        List<String> ppk =
                run(Path.of("examples", "interop"), path + strongswan)
                        .lines()
                        .filter(line -> line.matches("[0-9a-f]{64} .*"))
                        .toList();
        assertThat(ppk).hasSize(2);
        assertThat(ppk.getFirst()).isEqualTo(ppk.getLast());
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** Changes who may share keys, and goes back to what was configured. */
    void applications() throws Exception {
        assertThat(run(folder, README.command("bellwether sae list"))).contains("app-alice");
        run(folder, README.command("bellwether sae add"));
        run(folder, README.command("bellwether sae allow"));
        assertThat(run(folder, README.command("bellwether sae list")))
                .contains("10000 keys/day", "vpn-7 - app-bob");
        run(folder, "bellwether sae reset pair/alice/bellwether.yml");
    }

    /** With the nodes stopped; once and without waiting, which the page does seven times. */
    void startTimes() throws Exception {
        String measured = README.command("java deploy/tools/StartTimes.java");
        String plain = OPERATING.command("java deploy/tools/StartTimes.java");
        assertThat(measured).startsWith(plain);
        assertThat(measured.substring(plain.length())).isEqualTo(" alice 7 2");
        Path application = Path.of(System.getProperty("bellwether.application"));
        String command =
                plain.replaceFirst("^java", System.getProperty("java.home") + "/bin/java")
                                .replace("deploy/", Path.of("").toAbsolutePath() + "/")
                                .replace("bin/bellwether", application + "/bin/bellwether")
                                .replace("DIR", "pair")
                        + " alice 1 0";
        assertThat(run(folder, command)).contains("median");
    }
}
