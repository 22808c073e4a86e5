package io.bellwether.keydelivery.conformance;

import io.bellwether.foundation.End;

import java.util.Map;

/**
 * Who is who when the requests are made at one end: the table runs once with Alice's application as
 * master and once with Bob's.
 *
 * @param masterEnd the end where the masters fetch
 */
public record Roles(End masterEnd) {
    private static final Map<String, String> AT_ALICE =
            Map.of("app", "alice-app", "second", "alice-second");
    private static final Map<String, String> AT_BOB =
            Map.of("app", "bob-app", "second", "bob-second");

    /** An id with all that percent-encoding is for. */
    public static final String ODD = "sae/1 +ü;%@";

    /** The SAE that plays a role. */
    String sae(String role) {
        return switch (role) {
            case "master" -> names(masterEnd).get("app");
            case "master2" -> names(masterEnd).get("second");
            case "slave" -> names(masterEnd.other()).get("app");
            case "slave2" -> names(masterEnd.other()).get("second");
            case "odd" -> ODD + name(masterEnd.other());
            case "loner" -> "loner-" + name(masterEnd.other());
            case "stranger" -> "stranger";
            default -> throw new IllegalArgumentException("role: " + role);
        };
    }

    /** Where a role fetches. */
    End end(String role) {
        return switch (role) {
            case "slave", "slave2", "odd", "loner" -> masterEnd.other();
            default -> masterEnd;
        };
    }

    private static Map<String, String> names(End end) {
        return end == End.ALICE ? AT_ALICE : AT_BOB;
    }

    private static String name(End end) {
        return end.name().toLowerCase(java.util.Locale.ROOT);
    }
}
