package io.bellwether.node.config;

import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.ModelCatalogue;
import io.bellwether.device.simulated.ModelParameter;

import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A simulated source as a file: which model, with which parameters, served where. It belongs to the
 * untrusted side; a node's own configuration names the box's address only.
 *
 * @param model the physics or the adversary, by name
 * @param parameters of it; what is left out has its initial value
 * @param alice where Alice's half is served
 * @param bob where Bob's half is served
 * @param seed of the simulation; empty for a random one
 */
public record SourceConfiguration(
        String model,
        Map<String, String> parameters,
        Optional<String> alice,
        Optional<String> bob,
        Optional<Long> seed) {
    /** What is played. */
    private record Played(String name, Map<String, String> parameters) {}

    private static final String ADDRESS_FORM = "HOST:PORT on a loopback address, or unix:/PATH";

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException with everything that is wrong, a line each, with field,
     *     value and limit
     * @throws IOException if it cannot be read
     */
    public static SourceConfiguration read(Path file) throws IOException {
        List<Problem> problems = new ArrayList<>();
        Node document;
        try {
            document = new Yaml().compose(new StringReader(Files.readString(file)));
        } catch (YAMLException unreadable) {
            throw new IllegalArgumentException(
                    "%s: not one YAML document".formatted(file), unreadable);
        }
        Path folder = file.toAbsolutePath().getParent();
        Section root = Section.root(new Section.Source(folder, false), problems, document);
        Optional<Played> played = played(root);
        Optional<String> alice = root.read("alice", ADDRESS_FORM, Optional::of);
        Optional<String> bob = root.read("bob", ADDRESS_FORM, Optional::of);
        Optional<Long> seed =
                root.has("seed")
                        ? Optional.of(root.integer("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE))
                        : Optional.empty();
        root.close();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream()
                            .map(problem -> file + ": " + problem.describe())
                            .collect(Collectors.joining(System.lineSeparator())));
        }
        return new SourceConfiguration(
                played.orElseThrow().name(), played.orElseThrow().parameters(), alice, bob, seed);
    }

    /** Empty when a problem was noted. */
    private static Optional<Played> played(Section root) {
        String limit = "one of " + String.join(", ", SourceCatalogue.names());
        String name = root.read("model", limit, Optional::of).orElse(BoxModel.DEFAULT_NAME);
        Section section = root.section("parameters");
        Optional<List<ModelParameter>> parameters = SourceCatalogue.parametersOf(name);
        if (parameters.isEmpty()) {
            root.problem("model", name, limit);
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (ModelParameter parameter : parameters.get()) {
            section.read(
                            parameter.name(),
                            parameter.limit(),
                            text -> Optional.of(text).filter(parameter::accepts))
                    .ifPresent(text -> values.put(parameter.name(), text));
        }
        section.close();
        try {
            if (ModelCatalogue.find(name).isPresent()) {
                // What the parameters have to be together, only the model knows.
                BoxModel.parse(name, values);
            }
            return Optional.of(new Played(name, values));
        } catch (IllegalArgumentException together) {
            root.problem("parameters", values, together.getMessage());
            return Optional.empty();
        }
    }
}
