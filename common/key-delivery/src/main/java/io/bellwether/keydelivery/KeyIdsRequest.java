package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;

import io.bellwether.foundation.KeyId;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The key IDs data format of ETSI GS QKD 014, clause 6.4.
 *
 * @param extensions of {@code key_IDs_extension}, which is optional: what is not understood is
 *     ignored
 */
record KeyIdsRequest(List<KeyId> keyIds, KeyExtensions extensions) {
    /** The message that clause 5.3 prescribes. */
    static final String NOT_FOUND = "one or more keys specified are not found on KME";

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** The GET form: one {@code ?key_ID=}. */
    static KeyIdsRequest of(Function<String, List<String>> query) {
        String id =
                KeyRequest.single(query, "key_ID")
                        .orElseThrow(() -> badRequest("key_ID: missing; limit one in the query"));
        return new KeyIdsRequest(List.of(keyId(id)), KeyExtensions.NONE);
    }

    /** The POST form. */
    static KeyIdsRequest of(JsonObject body, KeyLimits limits) {
        List<JsonObject> named = body.objects("key_IDs");
        if (named.isEmpty() || named.size() > limits.maxKeysPerRequest()) {
            throw badRequest(
                    "key_IDs: %d; limit 1 to %d"
                            .formatted(named.size(), limits.maxKeysPerRequest()));
        }
        List<KeyId> ids =
                named.stream()
                        .map(key ->
                                key.string("key_ID")
                                        .orElseThrow(() ->
                                                badRequest(
                                                        "key_ID: missing in an"
                                                                + " element of"
                                                                + " key_IDs")))
                        .map(KeyIdsRequest::keyId)
                        .toList();
        if (new HashSet<>(ids).size() != ids.size()) {
            throw badRequest("key_IDs: a key_ID stands twice; limit once");
        }
        boolean certificate =
                body.lenientObject("key_IDs_extension").stream()
                        .anyMatch(extension ->
                                extension.lenientFlag(KeyExtensions.BLOCK_CERTIFICATE));
        return new KeyIdsRequest(ids, new KeyExtensions(Optional.empty(), certificate));
    }

    /** In any case; what is no UUID was never a key's id. */
    private static KeyId keyId(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw badRequest(NOT_FOUND);
        }
        return new KeyId(UUID.fromString(text));
    }
}
