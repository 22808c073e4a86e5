package io.bellwether.errorcorrection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class DegreeSearchTest {
    private static final String PAGE = "common/error-correction/README.md";

    private static List<String> documented() throws Exception {
        Matcher command =
                Pattern.compile("(?m)^ {4}java \\.\\.\\. (\\S+) (.*)$")
                        .matcher(Files.readString(Path.of("..", "..").resolve(PAGE)));
        assertThat(command.find()).as(PAGE).isTrue();
        assertThat(command.group(1)).isEqualTo(DegreeSearch.class.getName());
        return List.of(command.group(2).split(" "));
    }

    @Test
    @DisplayName("the page's command, one step of it, gives a distribution with few syndrome bits")
    void firstStep() throws Exception {
        List<String> arguments = new ArrayList<>(documented());
        arguments.add("1");
        PrintStream before = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            DegreeSearch.main(arguments.toArray(String[]::new));
        } finally {
            System.setOut(before);
        }
        Matcher found =
                Pattern.compile(
                                "noise 1:0\\.0144, check degree 69\\.0: syndrome fraction 0\\.\\d+,"
                                    + " (\\d\\.\\d+) of the entropy\\R\\{2, 3, .*}\\R\\{0\\..*}")
                        .matcher(said.toString(StandardCharsets.UTF_8).strip());
        assertThat(found.matches()).as(said.toString(StandardCharsets.UTF_8)).isTrue();
        // what the whole search ends with is 1.0467, and nothing is below the entropy
        assertThat(Double.parseDouble(found.group(1))).isBetween(1.046, 2.0);
    }
}
