package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a request asks for by {@code extension_mandatory} and {@code extension_optional}; the vendor
 * prefix is {@code bellwether_}.
 *
 * @param lifetime how long the keys may be handed out, at either end
 * @param blockCertificate whether the answer names the block certificate behind each key
 */
record KeyExtensions(Optional<Duration> lifetime, boolean blockCertificate) {
    /** The KME ID of the other end: the only route there is. */
    static final String ROUTE = "bellwether_route";

    /** Seconds, from now. */
    static final String LIFETIME = "bellwether_key_lifetime_seconds";

    /** True: name the certificate. */
    static final String BLOCK_CERTIFICATE = "bellwether_block_certificate";

    static final Set<String> KNOWN = Set.of(ROUTE, LIFETIME, BLOCK_CERTIFICATE);
    static final KeyExtensions NONE = new KeyExtensions(Optional.empty(), false);

    /** ETSI GS QKD 014, clause 5.2. */
    static final String NOT_SUPPORTED = "not all extension_mandatory parameters are supported";

    /** ETSI GS QKD 014, clause 5.2. */
    static final String NOT_MET = "not all extension_mandatory request options could be met";

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** One name with its value; several may stand in one object. */
    private record Parameter(String name, JsonObject object) {}

    /**
     * @param routes the names of routes that there are
     * @throws RefusedRequestException with the standard's words, if a mandatory one is unknown or
     *     cannot be met; an optional one is then ignored
     */
    static KeyExtensions of(JsonObject body, Set<String> routes) {
        List<Parameter> mandatory = parameters(body, "extension_mandatory");
        if (!mandatory.stream().allMatch(parameter -> KNOWN.contains(parameter.name))) {
            throw badRequest(NOT_SUPPORTED);
        }
        KeyExtensions met = NONE;
        for (Parameter parameter : mandatory) {
            met = met.with(parameter, routes).orElseThrow(() -> badRequest(NOT_MET));
        }
        for (Parameter parameter : parameters(body, "extension_optional")) {
            met = met.with(parameter, routes).orElse(met);
        }
        return met;
    }

    private static List<Parameter> parameters(JsonObject body, String member) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonObject object : body.objects(member)) {
            object.names().forEach(name -> parameters.add(new Parameter(name, object)));
        }
        return parameters;
    }

    /** With a parameter met; empty if it cannot be. */
    private Optional<KeyExtensions> with(Parameter parameter, Set<String> routes) {
        try {
            return switch (parameter.name) {
                case ROUTE ->
                        parameter.object.string(ROUTE).filter(routes::contains).map(route -> this);
                case LIFETIME ->
                        parameter
                                .object
                                .wholeNumber(LIFETIME)
                                .filter(text -> SECONDS.matcher(text).matches())
                                .map(Long::parseLong)
                                .filter(seconds -> seconds > 0)
                                .map(Duration::ofSeconds)
                                .map(this::within);
                case BLOCK_CERTIFICATE ->
                        parameter
                                .object
                                .flag(BLOCK_CERTIFICATE)
                                .map(wanted ->
                                        new KeyExtensions(lifetime, blockCertificate || wanted));
                default -> Optional.empty();
            };
        } catch (RefusedRequestException wrongType) {
            return Optional.empty();
        }
    }

    /** The shorter of two lifetimes counts. */
    private KeyExtensions within(Duration other) {
        Duration shorter = lifetime.filter(life -> life.compareTo(other) < 0).orElse(other);
        return new KeyExtensions(Optional.of(shorter), blockCertificate);
    }
}
