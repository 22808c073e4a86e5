package io.bellwether.node.config;

/**
 * Something wrong with a configuration.
 *
 * @param field its path, such as {@code protocol.blockRounds}; empty for the file as a whole
 * @param line of the file, counted from 1; 0 when the field is missing
 * @param value what stands there
 * @param limit what may stand there
 */
public record Problem(String field, int line, String value, String limit) {
    /** One line: {@code protocol.blockRounds: 10; limit 100000 to 100000000 (line 12)}. */
    public String describe() {
        return (field.isEmpty() ? "" : field + ": ")
                + value
                + "; limit "
                + limit
                + (line > 0 ? " (line " + line + ")" : "");
    }
}
