package io.bellwether.node.config;

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
 * @param model by name and parameters
 * @param alice where Alice's half is served
 * @param bob where Bob's half is served
 * @param seed of the simulation; empty for a random one
 */
public record SourceConfiguration(
        BoxModel model, Optional<String> alice, Optional<String> bob, Optional<Long> seed) {
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
        Optional<BoxModel> model = model(root);
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
        return new SourceConfiguration(model.orElseThrow(), alice, bob, seed);
    }

    /** Empty when a problem was noted. */
    private static Optional<BoxModel> model(Section root) {
        String name =
                root.read("model", "one of " + String.join(", ", BoxModel.NAMES), Optional::of)
                        .orElse(BoxModel.DEFAULT_NAME);
        Section section = root.section("parameters");
        Optional<ModelCatalogue.Entry> entry = ModelCatalogue.find(name);
        if (entry.isEmpty()) {
            root.problem("model", name, "one of " + String.join(", ", BoxModel.NAMES));
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (ModelParameter parameter : entry.get().parameters()) {
            section.read(
                            parameter.name(),
                            parameter.limit(),
                            text -> Optional.of(text).filter(parameter::accepts))
                    .ifPresent(text -> values.put(parameter.name(), text));
        }
        section.close();
        try {
            return Optional.of(BoxModel.parse(name, values));
        } catch (IllegalArgumentException together) {
            root.problem("parameters", values, together.getMessage());
            return Optional.empty();
        }
    }
}
