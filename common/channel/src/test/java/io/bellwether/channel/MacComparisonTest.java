package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.security.GeneralSecurityException;

class MacComparisonTest {
    @Test
    @DisplayName(
            "The speed comparison runs: one turn of one MiB gives a figure for each of the four")
    void runs() throws GeneralSecurityException {
        assertThat(MacComparison.compare(1, 1))
                .hasSize(4)
                .allSatisfy((name, speed) -> assertThat(speed).isPositive());
    }
}
