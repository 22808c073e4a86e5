package io.bellwether.node.config;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One mapping of the file. Each reading method notes its key as known, collects a problem instead
 * of throwing, and then answers with the default, so that reading goes on to the next problem.
 */
final class Section {
    private final String path;
    private final Source source;
    private final List<Problem> problems;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> keyLines = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * Where the file stands and what is expected of it.
     *
     * @param folder that relative paths start from
     * @param checksFiles whether the files that it names must be there
     */
    record Source(Path folder, boolean checksFiles) {}

    private Section(String path, Source source, List<Problem> problems, Node node) {
        this.path = path;
        this.source = source;
        this.problems = problems;
        this.line = node == null ? 0 : lineOf(node);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(this::note);
        } else if (node != null && !isNull(node)) {
            problems.add(new Problem(path, line, "not a mapping", "a mapping of names to values"));
        }
    }

    /**
     * @param root the document, or null when the file is empty
     */
    static Section root(Source source, List<Problem> problems, Node root) {
        return new Section("", source, problems, root);
    }

    private void note(NodeTuple entry) {
        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
        int keyLine = lineOf(entry.getKeyNode());
        if (values.putIfAbsent(key, entry.getValueNode()) != null) {
            problems.add(new Problem(field(key), keyLine, "named twice", "once"));
        }
        keyLines.putIfAbsent(key, keyLine);
    }

    /** The mapping under {@code key}; an absent one is read as an empty one. */
    Section section(String key) {
        return new Section(field(key), source, problems, take(key));
    }

    /** The mappings of the list under {@code key}; empty when it is absent. */
    Optional<List<Section>> sections(String key) {
        Node node = take(key);
        if (node == null || isNull(node)) {
            return Optional.empty();
        }
        if (!(node instanceof SequenceNode list)) {
            problem(key, "not a list", "a list of mappings");
            return Optional.empty();
        }
        List<Section> sections = new ArrayList<>();
        for (Node item : list.getValue()) {
            String itemPath = field(key) + "[" + sections.size() + "]";
            sections.add(new Section(itemPath, source, problems, item));
        }
        return Optional.of(sections);
    }

    /** The text under {@code key}, before it is read. */
    Optional<String> peek(String key) {
        return values.get(key) instanceof ScalarNode scalar
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    int integer(String key, int fallback, int minimum, int maximum) {
        return (int) integer(key, (long) fallback, minimum, maximum);
    }

    long integer(String key, long fallback, long minimum, long maximum) {
        String limit = "a whole number, %d to %d".formatted(minimum, maximum);
        return read(
                        key,
                        limit,
                        text -> {
                            long value = decimal(text).longValueExact();
                            return value >= minimum && value <= maximum
                                    ? Optional.of(value)
                                    : Optional.empty();
                        })
                .orElse(fallback);
    }

    /** A number in [minimum, maximum], which is what {@code limit} says in words. */
    double number(String key, double fallback, double minimum, double maximum, String limit) {
        return read(
                        key,
                        limit,
                        text -> {
                            double value = decimal(text).doubleValue();
                            return value >= minimum && value <= maximum
                                    ? Optional.of(value)
                                    : Optional.empty();
                        })
                .orElse(fallback);
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > 40) {
            throw new NumberFormatException("more than 40 characters");
        }
        BigDecimal value = new BigDecimal(text.replace("_", ""));
        if (Math.abs(value.scale()) > 400) {
            throw new NumberFormatException("exponent beyond 400");
        }
        return value;
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        E[] choices = type.getEnumConstants();
        return read(
                        key,
                        choices(type),
                        text ->
                                Arrays.stream(choices)
                                        .filter(choice -> written(choice).equals(text))
                                        .findFirst())
                .orElse(fallback);
    }

    private static String choices(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(Section::written)
                .collect(Collectors.joining(", "));
    }

    /** An enum constant as it is written in a file: {@code SAN_URI} is {@code san-uri}. */
    static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    <E extends Enum<E>> E requiredChoice(String key, Class<E> type, E standIn) {
        if (!has(key)) {
            missing(key, choices(type));
        }
        return choice(key, type, standIn);
    }

    /** An identity of 1 to 255 printable characters; empty when it was refused. */
    String name(String key) {
        return required(key, "1 to 255 printable characters", "", Section::printable);
    }

    private static Optional<String> printable(String text) {
        boolean good =
                !text.isBlank()
                        && text.length() <= 255
                        && text.chars().noneMatch(Character::isISOControl);
        return good ? Optional.of(text) : Optional.empty();
    }

    HostAndPort address(String key, int minimumPort) {
        return required(
                key,
                "HOST:PORT with a port from %d to 65535".formatted(minimumPort),
                HealthConfiguration.DEFAULT_ADDRESS,
                text -> HostAndPort.parse(text).filter(address -> address.port() >= minimumPort));
    }

    /** An address to listen on, or {@code off}, which is the default. */
    Optional<HostAndPort> optionalAddress(String key) {
        return read(
                        key,
                        "off, or HOST:PORT with a port from 0 to 65535",
                        text ->
                                text.equals("off")
                                        ? Optional.of(Optional.<HostAndPort>empty())
                                        : HostAndPort.parse(text).map(Optional::of))
                .orElse(Optional.empty());
    }

    /** The path of a file that must be there. */
    Path file(String key) {
        Path file = required(key, "the path of a file", folder(), this::resolve);
        if (source.checksFiles
                && !file.equals(folder())
                && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            problem(key, file, "a file that exists and can be read");
        }
        return file;
    }

    /** The path of a file that must be there with exactly {@code bytes} bytes. */
    Path file(String key, int bytes) {
        Path file = file(key);
        if (source.checksFiles && Files.isRegularFile(file)) {
            try {
                if (Files.size(file) != bytes) {
                    problem(key, Files.size(file) + " bytes in " + file, "exactly " + bytes);
                }
            } catch (IOException e) {
                problem(key, e, "a file that can be read");
            }
        }
        return file;
    }

    Path path(String key, Path fallback) {
        return read(key, "a path", this::resolve).orElse(fallback);
    }

    private <T> T required(
            String key, String limit, T standIn, Function<String, Optional<T>> parse) {
        if (!has(key)) {
            missing(key, limit);
            return standIn;
        }
        return read(key, limit, parse).orElse(standIn);
    }

    /** Says that a value without a default is not there. */
    void missing(String key, String limit) {
        known.add(key);
        problems.add(new Problem(field(key), line, "missing", limit));
    }

    Path folder() {
        return source.folder;
    }

    /** The path that {@code text} names, seen from the file's folder. */
    Optional<Path> resolve(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(source.folder.resolve(text).normalize());
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The parsed value, or empty when the key is absent or its value was refused. */
    <T> Optional<T> read(String key, String limit, Function<String, Optional<T>> parse) {
        Node node = take(key);
        if (node == null) {
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar) || isNull(node)) {
            problem(key, isNull(node) ? "empty" : "not a single value", limit);
            return Optional.empty();
        }
        Optional<T> parsed;
        try {
            parsed = parse.apply(scalar.getValue());
        } catch (ArithmeticException | NumberFormatException e) {
            parsed = Optional.empty();
        }
        if (parsed.isEmpty()) {
            problem(key, scalar.getValue(), limit);
        }
        return parsed;
    }

    /** Says that what {@code key} holds is refused. */
    void problem(String key, Object value, String limit) {
        int where = values.containsKey(key) ? lineOf(values.get(key)) : line;
        problems.add(new Problem(field(key), where, String.valueOf(value), limit));
    }

    /** Ends the section: keys that nobody asked for are problems. */
    void close() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                String limit =
                        NearMiss.of(key, known)
                                .map(meant -> "a known name; did you mean " + meant + "?")
                                .orElse("one of " + String.join(", ", known));
                problems.add(new Problem(field(key), keyLines.get(key), "unknown name", limit));
            }
        }
    }

    private Node take(String key) {
        known.add(key);
        return values.get(key);
    }

    private String field(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
