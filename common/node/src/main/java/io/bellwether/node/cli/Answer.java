package io.bellwether.node.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** Adds a number, a string, a boolean, nothing or a nested answer. */
    Answer put(String name, Object value) {
        values.put(name, value);
        return this;
    }

    void print(PrintWriter out, boolean json) {
        out.println(json ? json() : text(""));
        out.flush();
    }

    private String json() {
        StringBuilder result = new StringBuilder("{");
        String separator = "";
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            result.append(separator).append(quoted(entry.getKey())).append(": ");
            result.append(
                    switch (entry.getValue()) {
                        case Answer nested -> nested.json();
                        case Number number -> number.toString();
                        case Boolean flag -> flag.toString();
                        case Nothing none -> "null";
                        case Object other -> quoted(other.toString());
                    });
            separator = ", ";
        }
        return result.append('}').toString();
    }

    private String text(String indent) {
        StringBuilder result = new StringBuilder();
        String separator = "";
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            result.append(separator).append(indent).append(entry.getKey()).append(": ");
            result.append(
                    entry.getValue() instanceof Answer nested
                            ? System.lineSeparator() + nested.text(indent + "  ")
                            : entry.getValue());
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
