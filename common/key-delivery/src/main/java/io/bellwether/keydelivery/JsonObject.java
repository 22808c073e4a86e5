package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A JSON object from a client, read with limits. Members that nobody asks for are ignored; a member
 * that is null counts as absent, as some clients write what they leave out.
 */
public final class JsonObject {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_STRING_CHARACTERS = 4096;
    private static final int MAX_NUMBER_CHARACTERS = 64;
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(MAX_STRING_CHARACTERS)
                                    .maxNameLength(MAX_STRING_CHARACTERS)
                                    .maxNumberLength(MAX_NUMBER_CHARACTERS)
                                    .build())
                    .build();

    /** How a number stands in the tree: its text, so that no digit is lost. */
    private record Number(String text) {}

    private final Map<?, ?> members;

    private JsonObject(Map<?, ?> members) {
        this.members = members;
    }

    /**
     * Parses a body; an empty one is an empty object.
     *
     * @throws RefusedRequestException if it is malformed, nested deeper than 32, has a member twice
     *     or is no object
     */
    public static JsonObject parse(byte[] body) {
        if (body.length == 0) {
            return new JsonObject(Map.of());
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            Object value = read(parser);
            if (parser.nextToken() != null) {
                throw badRequest("request body: something follows the JSON object");
            }
            if (value instanceof Map<?, ?> object) {
                return new JsonObject(object);
            }
            throw badRequest("request body: limit a JSON object");
        } catch (JsonProcessingException malformed) {
            throw badRequest(
                    "request body: malformed JSON, a member that stands twice, or a limit exceeded"
                            + " (depth %d, strings of %d characters) at byte %d"
                                    .formatted(
                                            MAX_DEPTH,
                                            MAX_STRING_CHARACTERS,
                                            malformed.getLocation() == null
                                                    ? 0
                                                    : malformed.getLocation().getByteOffset()));
        } catch (IOException notText) {
            // nothing is read here but memory: bytes that are no text in the encoding they claim
            throw badRequest("request body: not UTF-8");
        }
    }

    private static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readMembers(parser);
            case START_ARRAY -> readElements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case null, default -> throw badRequest("request body: malformed JSON");
        };
    }

    private static Map<String, Object> readMembers(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser));
        }
        return members;
    }

    private static List<Object> readElements(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return elements;
    }

    /** The digits of a whole number, or of a string that holds one. */
    public Optional<String> wholeNumber(String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case Number number -> Optional.of(number.text);
            case String text -> Optional.of(text);
            case Object other -> throw wrongType(name, "a whole number");
        };
    }

    public Optional<String> string(String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            case Object other -> throw wrongType(name, "a string");
        };
    }

    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object element : elements(name)) {
            if (!(element instanceof String text)) {
                throw wrongType(name, "an array of strings");
            }
            strings.add(text);
        }
        return strings;
    }

    /** An array of arrays of strings; absent, it is empty. */
    List<List<String>> arraysOfStrings(String name) {
        List<List<String>> arrays = new ArrayList<>();
        for (Object element : elements(name)) {
            if (!(element instanceof List<?> list)) {
                throw wrongType(name, "an array of arrays of strings");
            }
            arrays.add(new JsonObject(Map.of(name, list)).strings(name));
        }
        return arrays;
    }

    Optional<Boolean> flag(String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case Boolean flag -> Optional.of(flag);
            case Object other -> throw wrongType(name, "true or false");
        };
    }

    /** Whether a member is true, and not something else. */
    boolean lenientFlag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** The object under a name; empty if there is none or it is something else. */
    Optional<JsonObject> lenientObject(String name) {
        return members.get(name) instanceof Map<?, ?> object
                ? Optional.of(new JsonObject(object))
                : Optional.empty();
    }

    Set<String> names() {
        return members.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /**
     * @throws RefusedRequestException if there is a member of another name
     */
    void requireOnly(Set<String> known) {
        names().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw badRequest(
                            "%s: unknown name; limit %s".formatted(name, new TreeSet<>(known)));
                });
    }

    /** An absent array is empty. */
    public List<JsonObject> objects(String name) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : elements(name)) {
            if (!(element instanceof Map<?, ?> object)) {
                throw wrongType(name, "an array of objects");
            }
            objects.add(new JsonObject(object));
        }
        return objects;
    }

    private List<?> elements(String name) {
        return switch (members.get(name)) {
            case null -> List.of();
            case List<?> list -> list;
            case Object other -> throw wrongType(name, "an array");
        };
    }

    private static RefusedRequestException wrongType(String name, String limit) {
        return badRequest("%s: wrong type; limit %s".formatted(name, limit));
    }
}
