package io.bellwether.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class AccessTokenTest {
    @TempDir private Path data;

    @Test
    @DisplayName("a start that broke off while it wrote the token leaves nothing to trip over")
    void brokenOff() throws IOException {
        Files.writeString(data.resolve(AccessToken.FILE + ".new"), "0123");

        String digits = AccessToken.open(data).digits();

        assertThat(digits).matches("[0-9a-f]{64}");
        assertThat(AccessToken.open(data).digits()).isEqualTo(digits);
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve(AccessToken.FILE));
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve(AccessToken.FILE))))
                .isEqualTo("rw-------");
    }

    @Test
    @DisplayName("a file that holds no token is refused by name, with what to do")
    void noToken() throws IOException {
        Files.writeString(data.resolve(AccessToken.FILE), "0123");

        assertThatThrownBy(() -> AccessToken.open(data))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(AccessToken.FILE)
                .hasMessageContaining("64 hexadecimal digits; delete it");
    }
}
