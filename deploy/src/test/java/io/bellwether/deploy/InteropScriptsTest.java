package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The examples for WireGuard and strongSwan, with scripts in the place of curl, wg and swanctl that
 * note what they are given. {@code demo.sh} runs them against the real ones, which need root.
 */
class InteropScriptsTest {
    private static final Path EXAMPLES = Path.of("examples", "interop");
    private static final String ID = "39985335-e3ac-48f4-8026-17941cd5f0b2";
    private static final String KEY = "04eaU3XoP5HhBlRCE211y15BbBiMNj2D9wWL+e+cPag=";

    @TempDir Path folder;

    private record Result(int exitCode, String output, String errors) {}

    @BeforeEach
    void standIns() throws IOException {
        tool("curl", "cat \"$ANSWER\"; exit \"$CURL_EXIT\"");
        tool("wg", "cat /dev/stdin >\"$NOTES/wg.stdin\"");
        tool("swanctl", "true");
        answer("{\"keys\":[{\"key_ID\":\"" + ID + "\",\"key\":\"" + KEY + "\"}]}");
    }

    private void tool(String name, String body) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path tool = bin.resolve(name);
        Files.writeString(
                tool,
                "#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$NOTES/NAME.args\"\nBODY\n"
                        .replace("NAME", name)
                        .replace("BODY", body));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    }

    private void answer(String body) throws IOException {
        Files.writeString(folder.resolve("answer"), body);
    }

    private String note(String name) throws IOException {
        return Files.readString(folder.resolve(name)).strip();
    }

    private Result run(String script, int curlExit, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(EXAMPLES.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "KME",
                                "https://kme:7443",
                                "CERT",
                                "app.crt",
                                "KEY",
                                "app.key",
                                "CA",
                                "ca.crt",
                                "NOTES",
                                folder.toString(),
                                "ANSWER",
                                folder.resolve("answer").toString(),
                                "CURL_EXIT",
                                Integer.toString(curlExit),
                                "SWANCTL_DIR",
                                folder.resolve("swanctl").toString(),
                                "PATH",
                                folder.resolve("bin") + ":" + System.getenv("PATH")));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        return new Result(process.waitFor(), output, Files.readString(errors));
    }

    @Test
    @DisplayName("WireGuard's master sets a new key through a pipe and prints its id")
    void wireguardMaster() throws Exception {
        Result result = run("wireguard-psk.sh", 0, "enc", "app-bob", "wg0", "PEER=");
        assertThat(result).isEqualTo(new Result(0, ID, ""));
        assertThat(note("curl.args"))
                .endsWith("https://kme:7443/api/v1/keys/app-bob/enc_keys?size=256")
                .contains("--cacert ca.crt --cert app.crt --key app.key");
        assertThat(note("wg.args")).isEqualTo("set wg0 peer PEER= preshared-key /dev/stdin");
        assertThat(note("wg.stdin")).isEqualTo(KEY);
    }

    @Test
    @DisplayName("WireGuard's slave sets the key of the id that it was told")
    void wireguardSlave() throws Exception {
        Result result = run("wireguard-psk.sh", 0, "dec", "app-alice", "wg0", "PEER=", ID);
        assertThat(result).isEqualTo(new Result(0, ID, ""));
        assertThat(note("curl.args")).endsWith("/app-alice/dec_keys?key_ID=" + ID);
        assertThat(note("wg.stdin")).isEqualTo(KEY);
    }

    @Test
    @DisplayName("strongSwan gets the PPK in a file for its owner only, and loads it")
    void strongswan() throws Exception {
        assertThat(run("strongswan-ppk.sh", 0, "enc", "app-bob")).isEqualTo(new Result(0, ID, ""));
        Path ppk = folder.resolve("swanctl/conf.d/ppk.conf");
        assertThat(Files.readString(ppk))
                .contains("ppk-bellwether {", "id = " + ID, "secret = 0s" + KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ppk)))
                .isEqualTo("rw-------");
        assertThat(note("swanctl/conf.d/ppk-id")).isEqualTo("ppk_id = " + ID);
        assertThat(note("swanctl.args").lines())
                .containsExactly("--load-creds --clear", "--load-conns");
        assertThat(note("swanctl.args") + note("curl.args")).doesNotContain(KEY);
        assertThat(run("strongswan-ppk.sh", 0, "dec", "app-alice", ID).exitCode()).isZero();
        assertThat(note("swanctl.args").lines()).hasSize(3);
    }

    @Test
    @DisplayName("what the KME refuses, or what is no 256-bit key, changes nothing and says why")
    void refusals() throws Exception {
        answer("{\"message\":\"not enough keys are stored now\"}");
        Result refused = run("wireguard-psk.sh", 22, "enc", "app-bob", "wg0", "PEER=");
        assertThat(refused.exitCode()).isEqualTo(75);
        assertThat(refused.errors()).contains("not enough keys are stored now");
        answer("{\"keys\":[{\"key_ID\":\"" + ID + "\",\"key\":\"c2hvcnQ=\"}]}");
        Result shortKey = run("strongswan-ppk.sh", 0, "enc", "app-bob");
        assertThat(shortKey.exitCode()).isEqualTo(70);
        assertThat(shortKey.errors()).contains("no 256-bit key").doesNotContain("c2hvcnQ");
        assertThat(folder.resolve("wg.args")).doesNotExist();
        assertThat(folder.resolve("swanctl.args")).doesNotExist();
    }

    @Test
    @DisplayName("a wrong command line is answered with the usage")
    void usage() throws Exception {
        for (String script :
                List.of("fetch-key.sh", "wireguard-psk.sh", "strongswan-ppk.sh", "demo.sh")) {
            Result result = run(script, 0, "help");
            assertThat(result.exitCode()).as(script).isEqualTo(64);
            assertThat(result.errors()).as(script).contains(script + " ");
        }
    }
}
