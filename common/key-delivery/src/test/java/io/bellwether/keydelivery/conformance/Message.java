package io.bellwether.keydelivery.conformance;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as it goes over the wire.
 *
 * @param body null for none
 */
record Message(String method, String target, List<String> headers, String body) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z]+[0-9]?)}");
    private static final Pattern REPETITION = Pattern.compile("«(.+?)\\*(\\d+)»");
    private static final String PREFIX = "/api/v1/keys/";

    /** From the table's notation: {@code METHOD TARGET [-H HEADER]... [<<< BODY]}. */
    static Message parse(String notation, Roles roles, Map<String, String> ids) {
        String[] parts = notation.split(" <<< ?", 2);
        String[] head = parts[0].split(" -H ");
        String[] first = head[0].strip().split(" ", 2);
        String target = expand(first[1].strip(), roles, ids, true);
        String body = parts.length == 2 ? expand(parts[1], roles, ids, false) : null;
        List<String> headers =
                new ArrayList<>(
                        Arrays.stream(head)
                                .skip(1)
                                .map(header -> expand(header.strip(), roles, ids, false))
                                .toList());
        boolean typed = headers.removeIf("-Content-Type"::equals);
        if (body != null
                && !typed
                && headers.stream().noneMatch(h -> h.toLowerCase().startsWith("content-type:"))) {
            headers.add("Content-Type: application/json");
        }
        String path = target.startsWith("/") ? target : PREFIX + target;
        return new Message(first[0], path, headers, body);
    }

    private static String expand(
            String text, Roles roles, Map<String, String> ids, boolean inTarget) {
        String repeated =
                REPETITION
                        .matcher(text)
                        .replaceAll(found ->
                                Matcher.quoteReplacement(
                                        found.group(1).repeat(Integer.parseInt(found.group(2)))));
        return VARIABLE.matcher(repeated)
                .replaceAll(found -> {
                    String name = found.group(1);
                    String value =
                            switch (name) {
                                case "random" -> UUID.randomUUID().toString();
                                case "nul" -> "\u0000";
                                case "slaveInHex" -> inHex(roles.sae("slave"));
                                default -> ids.containsKey(name) ? ids.get(name) : roles.sae(name);
                            };
                    boolean sae = inTarget && !ids.containsKey(name) && !name.equals("slaveInHex");
                    return Matcher.quoteReplacement(sae ? encode(value) : value);
                });
    }

    private static String inHex(String value) {
        StringBuilder hex = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            hex.append("%%%02x".formatted(octet));
        }
        return hex.toString();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
