package io.bellwether.keydelivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a look at the file of an {@link AuditTrail} finds. That lines were cut off its end does not
 * show in the file: for that the digest of the last line is compared with one that was kept
 * elsewhere.
 */
public sealed interface AuditChain {
    /** Every line holds the digest of the one before. */
    record Whole(long lines, String lastDigest) implements AuditChain {}

    /**
     * The first line, counted from 1, that does not; the one before it was changed or taken out.
     */
    record Broken(long line) implements AuditChain {}

    /**
     * Looks at a file.
     *
     * @throws IOException if it cannot be read
     */
    static AuditChain read(Path file) throws IOException {
        String digest = AuditTrail.digest("");
        long lines = 0;
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines++;
                if (!digest.equals(previous(line))) {
                    return new Broken(lines);
                }
                digest = AuditTrail.digest(line);
            }
        }
        return new Whole(lines, digest);
    }

    private static String previous(String line) {
        try (JsonParser json = new JsonFactory().createParser(line)) {
            String found = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("previous")) {
                    found = json.nextTextValue();
                }
            }
            return found;
        } catch (IOException notJson) {
            return "";
        }
    }
}
