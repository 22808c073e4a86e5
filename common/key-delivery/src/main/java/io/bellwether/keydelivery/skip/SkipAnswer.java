package io.bellwether.keydelivery.skip;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An answer. Its body may hold a key and is overwritten when it was sent, so keys are written into
 * it as bytes and never become a string.
 *
 * @param header one further header line
 */
record SkipAnswer(int status, byte[] body, Optional<String> header) implements AutoCloseable {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    static SkipAnswer capabilities(SaeId local, List<SaeId> remotes) {
        String list =
                remotes.stream().map(SkipAnswer::quoted).collect(Collectors.joining(",", "[", "]"));
        return ok(
                "{\"entropy\":true,\"key\":true,\"algorithm\":\"QKD\",\"localSystemID\":%s,\"remoteSystemID\":%s}"
                        .formatted(quoted(local), list)
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Overwrites {@code key}. */
    static SkipAnswer key(KeyId id, byte[] key) {
        String keyId = id.toString().replace("-", "");
        return ok(withHex("{\"keyId\":\"" + keyId + "\",\"key\":\"", key, "\"}"));
    }

    /** Overwrites {@code random}. */
    static SkipAnswer entropy(byte[] random, int minEntropyBits) {
        return ok(
                withHex("{\"randomStr\":\"", random, "\",\"minentropy\":" + minEntropyBits + "}"));
    }

    static SkipAnswer refusal(SkipRefusal refusal) {
        byte[] body =
                "{\"message\":\"%s\"}"
                        .formatted(
                                new String(
                                        JsonStringEncoder.getInstance()
                                                .quoteAsString(refusal.getMessage())))
                        .getBytes(StandardCharsets.UTF_8);
        Optional<String> header =
                switch (refusal.status()) {
                    case SkipRefusal.METHOD_NOT_ALLOWED -> Optional.of("Allow: GET");
                    case SkipRefusal.UNAVAILABLE -> Optional.of("Retry-After: 5");
                    default -> Optional.empty();
                };
        return new SkipAnswer(refusal.status(), body, header);
    }

    private static SkipAnswer ok(byte[] body) {
        return new SkipAnswer(200, body, Optional.empty());
    }

    private static String quoted(SaeId id) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(id.value())) + '"';
    }

    private static byte[] withHex(String before, byte[] secret, String after) {
        byte[] first = before.getBytes(StandardCharsets.US_ASCII);
        byte[] last = after.getBytes(StandardCharsets.US_ASCII);
        byte[] body = new byte[first.length + 2 * secret.length + last.length];
        System.arraycopy(first, 0, body, 0, first.length);
        for (int i = 0; i < secret.length; i++) {
            body[first.length + 2 * i] = DIGITS[secret[i] >> 4 & 0xf];
            body[first.length + 2 * i + 1] = DIGITS[secret[i] & 0xf];
        }
        System.arraycopy(last, 0, body, body.length - last.length, last.length);
        Arrays.fill(secret, (byte) 0);
        return body;
    }

    String reason() {
        return switch (status) {
            case 200 -> "OK";
            case SkipRefusal.BAD_REQUEST -> "Bad Request";
            case SkipRefusal.UNAUTHORISED -> "Unauthorized";
            case SkipRefusal.NOT_FOUND -> "Not Found";
            case SkipRefusal.METHOD_NOT_ALLOWED -> "Method Not Allowed";
            case SkipRefusal.UNAVAILABLE -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }

    /** Overwrites the body. */
    @Override
    public void close() {
        Arrays.fill(body, (byte) 0);
    }

    @Override
    public String toString() {
        return "SkipAnswer[" + status + "]";
    }
}
