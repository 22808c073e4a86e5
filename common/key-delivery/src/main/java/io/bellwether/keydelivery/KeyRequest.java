package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The key request data format of ETSI GS QKD 014, clause 6.2, checked against the limits.
 *
 * @param additionalSlaves as they stand in the request
 * @param extensions those that are met
 */
record KeyRequest(
        int number, int sizeBits, List<String> additionalSlaves, KeyExtensions extensions) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    /** The GET form: {@code ?number=} and {@code ?size=}. */
    static KeyRequest of(Function<String, List<String>> query, KeyLimits limits) {
        return of(
                single(query, "number"),
                single(query, "size"),
                List.of(),
                KeyExtensions.NONE,
                limits);
    }

    /**
     * The POST form.
     *
     * @param routes the routes that an extension may name
     */
    static KeyRequest of(JsonObject body, KeyLimits limits, Set<String> routes) {
        KeyExtensions extensions = KeyExtensions.of(body, routes);
        List<String> slaves = body.strings("additional_slave_SAE_IDs");
        if (slaves.size() > limits.maxAdditionalSlaves()) {
            throw badRequest(
                    "additional_slave_SAE_IDs: %d; limit %d"
                            .formatted(slaves.size(), limits.maxAdditionalSlaves()));
        }
        return of(body.wholeNumber("number"), body.wholeNumber("size"), slaves, extensions, limits);
    }

    private static KeyRequest of(
            Optional<String> number,
            Optional<String> size,
            List<String> additionalSlaves,
            KeyExtensions extensions,
            KeyLimits limits) {
        int count =
                number.map(text -> within("number", text, 1, limits.maxKeysPerRequest())).orElse(1);
        int sizeBits = size.map(text -> size(text, limits)).orElse(limits.keySizeBits());
        return new KeyRequest(count, sizeBits, additionalSlaves, extensions);
    }

    /** Keys of the usual size for one slave, without a lifetime of their own. */
    boolean isUsual(KeyLimits limits) {
        return sizeBits == limits.keySizeBits()
                && additionalSlaves.isEmpty()
                && extensions.lifetime().isEmpty();
    }

    private static int size(String text, KeyLimits limits) {
        if (DIGITS.matcher(text).matches() && Integer.parseInt(text) % 8 != 0) {
            throw badRequest("size shall be a multiple of 8");
        }
        return within("size", text, limits.minKeySizeBits(), limits.maxKeySizeBits());
    }

    private static int within(String name, String text, int least, int most) {
        if (!DIGITS.matcher(text).matches()
                || Integer.parseInt(text) < least
                || Integer.parseInt(text) > most) {
            throw badRequest(
                    "%s: %s; limit a whole number from %d to %d"
                            .formatted(name, shown(text), least, most));
        }
        return Integer.parseInt(text);
    }

    /** What a client sent, cut short and without control characters, for the answer to it. */
    private static String shown(String text) {
        String cut = text.length() > 24 ? text.substring(0, 24) + "..." : text;
        return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    static Optional<String> single(Function<String, List<String>> query, String name) {
        List<String> values = query.apply(name);
        if (values.size() > 1) {
            throw badRequest(
                    "%s: %d times in the query; limit once".formatted(name, values.size()));
        }
        return values.stream().findFirst();
    }
}
