package io.bellwether.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RatioTest {
    @ParameterizedTest
    @CsvSource({
        "13/256, 13/256",
        "26 / 512, 13/256",
        "0.05078125, 13/256",
        "0.1, 1/10",
        ".5, 1/2",
        "5e-2, 1/20",
        "1, 1/1",
        "0, 0/1",
        "0/7, 0/1",
        "1/2147483647, 1/2147483647",
    })
    @DisplayName("Fractions and decimals are read exactly, in lowest terms")
    void reads(String text, String expected) {
        assertThat(Ratio.parse(text)).map(Ratio::toString).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1/0",
                "2/1",
                "1.5",
                "-0.1",
                "1e5",
                "0.12345678901",
                "NaN",
                "1/2147483648",
                "1e-99",
                "x",
                "1/2/3",
            })
    @DisplayName("What is no probability, or not exact within the limit, is not read")
    void refuses(String text) {
        assertThat(Ratio.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("A ratio above 1 is refused, naming the limit")
    void constructor() {
        assertThatThrownBy(() -> new Ratio(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3/2");
        assertThat(new Ratio(13, 256).doubleValue()).isEqualTo(0.05078125);
    }
}
