package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Both ends compute the length alone; their machines may differ in everything but the standard. */
class SameLengthEverywhereTest {
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC -XX:-UseFMA"})
    @DisplayName("a Java machine that runs the arithmetic otherwise gets every length bit for bit")
    void sameBits(String flags) throws IOException, InterruptedException {
        assertThat(inMachineWith(flags)).isEqualTo(LengthTable.text());
    }

    @Test
    @DisplayName("the table has keys in it, longer ones for fewer losses")
    void hasKeys() {
        assertThat(LengthTable.text().lines().filter(line -> line.endsWith(" bits")))
                .hasSize(12)
                .filteredOn(line -> !line.endsWith(": 0 bits"))
                .hasSizeGreaterThan(8);
    }

    private static String inMachineWith(String flags) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags.split(" ")));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), LengthTable.class.getName()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
