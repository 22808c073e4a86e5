package io.bellwether.keydelivery;

import java.util.Set;

/**
 * Fuzz target: bodies of enc_keys and dec_keys. Anything but a refusal or a request is a defect.
 */
public final class FuzzRequestBodies {
    private FuzzRequestBodies() {}

    public static void fuzzerTestOneInput(byte[] body) {
        KeyLimits limits = KeyLimits.defaults();
        JsonObject json;
        try {
            json = JsonObject.parse(body);
        } catch (RefusedRequestException refused) {
            return;
        }
        try {
            KeyRequest request = KeyRequest.of(json, limits, Set.of("alice-stream"));
            if (request.number() > limits.maxKeysPerRequest() || request.sizeBits() % 8 != 0) {
                throw new AssertionError("beyond the limits: " + request);
            }
        } catch (RefusedRequestException refused) {
            require(refused);
        }
        try {
            KeyIdsRequest.of(json, limits);
        } catch (RefusedRequestException refused) {
            require(refused);
        }
    }

    private static void require(RefusedRequestException refused) {
        if (refused.status().getCode() != 400 || refused.getMessage().length() > 1000) {
            throw new AssertionError("refused with " + refused.status());
        }
    }
}
