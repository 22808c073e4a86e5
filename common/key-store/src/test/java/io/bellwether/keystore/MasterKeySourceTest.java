package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

class MasterKeySourceTest {
    /** Debian's place for it. */
    private static final Path SOFT_HSM = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    @TempDir Path directory;

    @Test
    @DisplayName("a key in the environment, in hexadecimal digits or base64, is the key in a file")
    void environment() throws IOException {
        StoreFixture fixture = new StoreFixture(directory);
        fixture.open(End.ALICE).close();
        byte[] bytes = Files.readAllBytes(directory.resolve("master.key"));
        Map<String, String> environment =
                Map.of(
                        "HEX",
                        java.util.HexFormat.of().formatHex(bytes),
                        "BASE64",
                        Base64.getEncoder().encodeToString(bytes) + "\n");
        for (String variable : environment.keySet()) {
            KeyStore.open(
                            fixture.database(),
                            MasterKey.fromEnvironment(environment, variable),
                            End.ALICE)
                    .close();
        }
    }

    @Test
    @DisplayName("a variable that is missing or no key is refused without showing its value")
    void notInTheEnvironment() {
        assertThatThrownBy(() -> MasterKey.fromEnvironment(Map.of(), "KEY"))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("no variable KEY");
        for (String value : List.of("c2hvcnQ=", "!secret!", "a".repeat(63), "g".repeat(64))) {
            assertThatThrownBy(() -> MasterKey.fromEnvironment(Map.of("KEY", value), "KEY"))
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining("KEY")
                    .hasMessageNotContaining(value)
                    .hasNoCause();
        }
    }

    @Test
    @DisplayName("a token that is not there is refused with the name of its configuration")
    void noToken() throws IOException {
        Path configuration = directory.resolve("token.cfg");
        Files.writeString(
                configuration, "name = nothing\nlibrary = " + directory.resolve("nothing.so"));
        assertThatThrownBy(() -> MasterKey.inToken(configuration, "k", "1234".toCharArray()))
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("token.cfg");
    }

    @Test
    @DisplayName("a store sealed under a key in a token opens with it, and delivers")
    void token() throws Exception {
        assumeTrue(Files.exists(SOFT_HSM), "SoftHSM is not installed");
        Path tokens = Files.createDirectories(directory.resolve("tokens"));
        Path softHsmConfiguration = directory.resolve("softhsm2.conf");
        Files.writeString(softHsmConfiguration, "directories.tokendir = " + tokens + "\n");
        String made =
                run(
                        softHsmConfiguration,
                        List.of(
                                "softhsm2-util",
                                "--init-token",
                                "--free",
                                "--label",
                                "test",
                                "--so-pin",
                                "1234",
                                "--pin",
                                "1234"));
        Path configuration = directory.resolve("token.cfg");
        Files.writeString(configuration, tokenConfiguration(made));
        String delivered =
                run(
                        softHsmConfiguration,
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                TokenProcess.class.getName(),
                                configuration.toString(),
                                directory.toString()));
        assertThat(delivered).contains("delivered").contains("no such AES key");
    }

    private static String tokenConfiguration(String made) {
        return """
        name = test
        library = %s
        slot = %s
        attributes(*, CKO_SECRET_KEY, CKK_AES) = {
          CKA_TOKEN = true
          CKA_SENSITIVE = true
          CKA_ENCRYPT = true
          CKA_DECRYPT = true
        }
        """
                .formatted(SOFT_HSM, made.replaceAll("(?s).*reassigned to slot (\\d+).*", "$1"));
    }

    /** SoftHSM finds its configuration by the environment only. */
    private static String run(Path softHsmConfiguration, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SOFTHSM2_CONF", softHsmConfiguration.toString());
        Process process = builder.start();
        String output;
        try (var text = process.inputReader()) {
            output = text.lines().collect(Collectors.joining("\n"));
        }
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
