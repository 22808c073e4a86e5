package io.bellwether.node.init;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@link Initialisation} is to make.
 *
 * @param folder new or empty
 * @param poolBits pre-shared authentication bits, half for each direction; a multiple of 256
 * @param aliceHost name or address under which Alice's node is reached, besides localhost
 * @param bobHost the same for Bob's
 * @param ports where the nodes listen
 * @param saes the applications
 * @param validDays how long the certificates are valid
 * @param settings configuration fields to set at both nodes, for example {@code
 *     protocol.blockRounds} to {@code 200000}
 */
public record InitialisationPlan(
        Path folder,
        long poolBits,
        String aliceHost,
        String bobHost,
        Ports ports,
        List<Application> saes,
        int validDays,
        Map<String, String> settings) {
    public static final long DEFAULT_POOL_BITS = 1L << 23;
    public static final long MINIMUM_POOL_BITS = 1L << 16;
    public static final long MAXIMUM_POOL_BITS = 1L << 30;
    public static final int DEFAULT_VALID_DAYS = 825;
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final List<Application> DEFAULT_SAES =
            List.of(
                    new Application(new SaeId("app-alice"), End.ALICE),
                    new Application(new SaeId("app-bob"), End.BOB));

    // An SAE ID becomes a file name and a common name, which X.520 limits to 64 characters.
    private static final Pattern SAE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:-]{1,253}");

    /**
     * An application and the end whose node serves it.
     *
     * @param id 1 to 64 of letters, digits, dot, underscore and hyphen
     */
    public record Application(SaeId id, End end) {}

    /**
     * @throws IllegalArgumentException naming the field, its value and the limit
     */
    public InitialisationPlan {
        require(
                poolBits % 256 == 0
                        && poolBits >= MINIMUM_POOL_BITS
                        && poolBits <= MAXIMUM_POOL_BITS,
                "poolBits",
                poolBits,
                "a multiple of 256, %d to %d".formatted(MINIMUM_POOL_BITS, MAXIMUM_POOL_BITS));
        require(validDays >= 1 && validDays <= 36_500, "validDays", validDays, "1 to 36500");
        for (String host : List.of(aliceHost, bobHost)) {
            require(HOST.matcher(host).matches(), "host", host, "a host name or address");
        }
        for (Application sae : saes) {
            String name = sae.id().value();
            require(
                    SAE_NAME.matcher(name).matches() && !name.equals("ca"),
                    "SAE",
                    name,
                    "1 to 64 letters, digits, dots, underscores and hyphens, and not ca");
        }
        require(
                saes.stream().map(Application::id).distinct().count() == saes.size(),
                "SAEs",
                saes.stream().map(Application::id).toList(),
                "each once");
        saes = List.copyOf(saes);
        settings = Map.copyOf(settings);
    }

    /** Two nodes and two applications on this machine, on the standard ports. */
    public static InitialisationPlan of(Path folder) {
        return new InitialisationPlan(
                folder,
                DEFAULT_POOL_BITS,
                DEFAULT_HOST,
                DEFAULT_HOST,
                Ports.STANDARD,
                DEFAULT_SAES,
                DEFAULT_VALID_DAYS,
                Map.of());
    }

    public InitialisationPlan withPorts(Ports newPorts) {
        return new InitialisationPlan(
                folder, poolBits, aliceHost, bobHost, newPorts, saes, validDays, settings);
    }

    public InitialisationPlan withSettings(Map<String, String> newSettings) {
        return new InitialisationPlan(
                folder, poolBits, aliceHost, bobHost, ports, saes, validDays, newSettings);
    }

    String host(End end) {
        return end == End.ALICE ? aliceHost : bobHost;
    }

    private static void require(boolean holds, String field, Object value, String limit) {
        if (!holds) {
            throw new IllegalArgumentException("%s: %s; limit %s".formatted(field, value, limit));
        }
    }
}
