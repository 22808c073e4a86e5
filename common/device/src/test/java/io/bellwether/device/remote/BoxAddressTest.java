package io.bellwether.device.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7101, 127.0.0.1:7101",
        "127.3.2.1:7101, 127.3.2.1:7101",
        "[::1]:7101, [0:0:0:0:0:0:0:1]:7101",
        "unix:/run/bellwether/alice.sock, unix:/run/bellwether/alice.sock"
    })
    @DisplayName("addresses that stay on the machine are accepted and print what parses again")
    void accepted(String text, String printed) {
        assertThat(BoxAddress.parse(text)).hasToString(printed);
        assertThat(BoxAddress.parse(printed)).isEqualTo(BoxAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7:7101", "0.0.0.0:7101", "[2001:db8::1]:7101"})
    @DisplayName("an address that leaves the machine is refused with the way out")
    void refused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoxAddress.parse(text))
                .withMessageContaining("is not a loopback address")
                .withMessageContaining("tunnel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7101", ":7101", "127.0.0.1:", "127.0.0.1:65536", "unix:alice.sock"})
    @DisplayName("what is no address is refused with the form that is expected")
    void malformed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoxAddress.parse(text))
                .withMessageStartingWith("box address: ");
    }
}
