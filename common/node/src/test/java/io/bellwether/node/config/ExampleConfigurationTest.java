package io.bellwether.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.protocol.Protocol;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ExampleConfigurationTest {
    private static final Path EXAMPLES = Path.of("../../deploy/conf");

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName("The full example states exactly the defaults: it reads like the minimal one")
    void fullEqualsMinimal(String name) throws IOException {
        NodeConfiguration full = load(name + ".full.yml");
        assertThat(full).isEqualTo(load(name + ".minimal.yml"));
        assertThat(full.node().end()).isEqualTo(End.valueOf(name.toUpperCase(Locale.ROOT)));
        assertThat(full.node().name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob"})
    @DisplayName(
            "The full example names every field of the schema, and a comment stands above each")
    void fullNamesEverything(String name) throws IOException {
        Path file = EXAMPLES.resolve(name + ".full.yml");
        Map<String, Map<String, Object>> document =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        for (RecordComponent section : NodeConfiguration.class.getRecordComponents()) {
            Set<String> expected =
                    fields(section.getType())
                            .map(field -> field.equals("location") ? "address" : field)
                            .filter(field -> !field.equals("allow"))
                            .collect(Collectors.toSet());
            assertThat(document.get(section.getName()).keySet())
                    .as(section.getName())
                    .isEqualTo(expected);
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).matches("  [a-zA-Z]+:.*")) {
                assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("  # ");
            }
        }
        assertThat(lines).anyMatch(line -> line.contains("allow:"));
        fields(Protocol.Chained.class)
                .forEach(field -> assertThat(lines).anyMatch(line -> line.contains(field)));
        assertThat(lines).anyMatch(line -> line.contains("`recorded: PATH`"));
    }

    /** The default protocol's fields stand in its section, under its name. */
    private static Stream<String> fields(Class<?> section) {
        return Arrays.stream(section.getRecordComponents())
                .flatMap(field ->
                        field.getType() == Protocol.class
                                ? Stream.concat(Stream.of("name"), fields(Protocol.Chsh.class))
                                : Stream.of(field.getName()));
    }

    private static NodeConfiguration load(String file) throws IOException {
        ConfigurationResult result =
                ConfigurationReader.readText(Files.readString(EXAMPLES.resolve(file)), EXAMPLES);
        assertThat(result).isInstanceOf(ConfigurationResult.Loaded.class);
        return ((ConfigurationResult.Loaded) result).configuration();
    }
}
