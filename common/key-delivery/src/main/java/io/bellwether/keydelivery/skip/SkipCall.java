package io.bellwether.keydelivery.skip;

import static io.bellwether.keydelivery.skip.SkipRefusal.badRequest;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A request of draft-cisco-skip-02, section 4, read from its method and target. */
sealed interface SkipCall {
    /** Default size of a key, and of the minimum entropy of a random string. */
    int DEFAULT_BITS = 256;

    /** {@code GET /capabilities}. */
    record Capabilities() implements SkipCall {}

    /** {@code GET /key?remoteSystemID=Bob&size=256}: a new key. */
    record NewKey(SaeId remoteSystem, int sizeBits) implements SkipCall {}

    /** {@code GET /key/KEYID?remoteSystemID=Alice}: the key that the other system was given. */
    record KeyById(KeyId keyId, SaeId remoteSystem) implements SkipCall {}

    /** {@code GET /entropy?minentropy=256}: a random string. */
    record Entropy(int minEntropyBits) implements SkipCall {}

    /**
     * @param target a path and a query, percent-encoded
     * @throws SkipRefusal with 404 if there is no such path, 405 if the method is not GET, 400 if a
     *     parameter is missing, stands twice or is malformed
     */
    static SkipCall parse(String method, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        boolean known =
                path.equals("/capabilities")
                        || path.equals("/key")
                        || path.equals("/entropy")
                        || path.startsWith("/key/") && path.length() > "/key/".length();
        if (!known) {
            throw new SkipRefusal(SkipRefusal.NOT_FOUND, "no such path");
        }
        if (!method.equals("GET")) {
            throw new SkipRefusal(SkipRefusal.METHOD_NOT_ALLOWED, "limit GET");
        }
        Map<String, String> query = parameters(question < 0 ? "" : target.substring(question + 1));
        return switch (path) {
            case "/capabilities" -> new Capabilities();
            case "/key" -> new NewKey(remoteSystem(query), wholeNumber(query, "size"));
            case "/entropy" -> new Entropy(wholeNumber(query, "minentropy"));
            default -> new KeyById(keyId(path.substring("/key/".length())), remoteSystem(query));
        };
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw badRequest("query: a parameter stands twice; limit once");
            }
        }
        return parameters;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badRequest("query: broken percent-encoding");
        }
    }

    private static SaeId remoteSystem(Map<String, String> query) {
        String id =
                Optional.ofNullable(query.get("remoteSystemID"))
                        .orElseThrow(() -> badRequest("remoteSystemID: missing"));
        try {
            return new SaeId(id);
        } catch (IllegalArgumentException e) {
            throw badRequest("remoteSystemID: limit 1 to 255 printable characters");
        }
    }

    private static int wholeNumber(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, String.valueOf(DEFAULT_BITS));
        if (!text.matches("[0-9]{1,9}")) {
            throw badRequest("%s: limit a whole number", name);
        }
        return Integer.parseInt(text);
    }

    /** "keyId: a hexadecimal string"; ours have 128 bits. */
    private static KeyId keyId(String text) {
        if (!text.matches("[0-9a-fA-F]{32}")) {
            throw badRequest("keyId: limit 32 hexadecimal digits");
        }
        return new KeyId(
                new UUID(
                        Long.parseUnsignedLong(text, 0, 16, 16),
                        Long.parseUnsignedLong(text, 16, 32, 16)));
    }
}
