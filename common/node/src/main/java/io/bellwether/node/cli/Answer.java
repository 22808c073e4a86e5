package io.bellwether.node.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Named values of a planning command, in the order in which they are shown: text or JSON. */
final class Answer {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** In text "none", in JSON null. */
    enum Nothing {
        NONE;

        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * Adds a number, a string, a boolean, nothing, a nested answer or a list of these.
     *
     * @throws ArithmeticException when the number is infinite or none
     */
    Answer put(String name, Object value) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            throw new ArithmeticException(name + " = " + number + " is not a finite number");
        }
        values.put(name, value);
        return this;
    }

    void print(PrintWriter out, boolean json) {
        out.println(shown(json));
        out.flush();
    }

    /** As text for people, or as one JSON object. */
    String shown(boolean json) {
        return json ? json() : text("");
    }

    private String json() {
        StringBuilder result = new StringBuilder("{");
        String separator = "";
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            result.append(separator).append(quoted(entry.getKey())).append(": ");
            result.append(json(entry.getValue()));
            separator = ", ";
        }
        return result.append('}').toString();
    }

    private static String json(Object value) {
        return switch (value) {
            case Answer nested -> nested.json();
            case List<?> list ->
                    list.stream().map(Answer::json).collect(Collectors.joining(", ", "[", "]"));
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Nothing none -> "null";
            case Object other -> quoted(other.toString());
        };
    }

    private String text(String indent) {
        StringBuilder result = new StringBuilder();
        String separator = "";
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            result.append(separator).append(indent).append(entry.getKey()).append(": ");
            result.append(
                    switch (entry.getValue()) {
                        case Answer nested -> System.lineSeparator() + nested.text(indent + "  ");
                        case List<?> list ->
                                list.stream().map(Answer::json).collect(Collectors.joining(", "));
                        case Object other -> other.toString();
                    });
            separator = System.lineSeparator();
        }
        return result.toString();
    }

    private static String quoted(String text) {
        StringBuilder result = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                result.append('\\').append(c);
            } else if (c < 0x20) {
                result.append("\\u%04x".formatted((int) c));
            } else {
                result.append(c);
            }
        }
        return result.append('"').toString();
    }
}
