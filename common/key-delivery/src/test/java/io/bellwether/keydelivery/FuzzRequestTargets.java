package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Fuzz target: the SAE in the path of a 014 request, and its query. Anything but a refusal or a
 * request is a defect.
 */
public final class FuzzRequestTargets {
    private FuzzRequestTargets() {}

    /** The input is an SAE as it stands in a path, a question mark and a query. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int mark = text.indexOf('?');
        String inPath = (mark < 0 ? text : text.substring(0, mark)).replace("/", "");
        refusable(() -> sae(Callers.partnerIn("/api/v1/keys/" + inPath + "/enc_keys")));
        Map<String, List<String>> query;
        try {
            query =
                    new QueryStringDecoder(mark < 0 ? "" : text.substring(mark + 1), false)
                            .parameters();
        } catch (IllegalArgumentException notDecodable) {
            // the web framework's answer is 400 before we see it
            return;
        }
        Function<String, List<String>> values = name -> query.getOrDefault(name, List.of());
        KeyLimits limits = KeyLimits.defaults();
        refusable(() -> {
            KeyRequest request = KeyRequest.of(values, limits);
            if (request.number() < 1
                    || request.number() > limits.maxKeysPerRequest()
                    || request.sizeBits() % 8 != 0) {
                throw new AssertionError("beyond the limits: " + request);
            }
        });
        refusable(() -> KeyIdsRequest.of(values));
    }

    private static void sae(String id) {
        try {
            new SaeId(id);
        } catch (IllegalArgumentException noSae) {
            if (noSae.getMessage().length() > 1000) {
                throw new AssertionError("a long refusal");
            }
        }
    }

    private static void refusable(Runnable work) {
        try {
            work.run();
        } catch (RefusedRequestException refused) {
            if (refused.status().getCode() != 400 || refused.getMessage().length() > 1000) {
                throw new AssertionError("refused with " + refused.status());
            }
        }
    }
}
