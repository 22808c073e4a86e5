package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;
import static io.bellwether.keydelivery.RefusedRequestException.unauthorised;

import io.bellwether.foundation.SaeId;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;

/** Who calls, and whom the path names. */
@Singleton
final class Callers {
    private static final String PREFIX = "/api/v1/keys/";

    private final KeyDeliverySettings settings;

    Callers(KeyDeliverySettings settings) {
        this.settings = settings;
    }

    /**
     * @throws RefusedRequestException with 401 if the certificate names no registered SAE
     */
    SaeId caller(HttpRequest<?> request) {
        return request.getCertificate()
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .flatMap(found -> settings.identity().identify(found, settings.saes()))
                .orElseThrow(() -> unauthorised("the certificate names no SAE known here"));
    }

    /**
     * The other SAE, from the path. Whether it is unknown or not for this caller, the answer is the
     * same, so that nobody can find out who else is registered.
     *
     * @throws RefusedRequestException with 401 if the two may not share keys, 400 if the path's
     *     percent-encoding is broken
     */
    SaeId partner(HttpRequest<?> request, SaeId caller) {
        String path = request.getUri().getRawPath();
        String encoded = path.substring(PREFIX.length(), path.indexOf('/', PREFIX.length()));
        return requirePartner(caller, decode(encoded));
    }

    SaeId requirePartner(SaeId caller, String id) {
        SaeId partner;
        try {
            partner = new SaeId(id);
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        }
        if (!settings.saes().mayShareKeys(caller, partner)) {
            throw unauthorised("%s may not share keys with that SAE".formatted(caller));
        }
        return partner;
    }

    private static String decode(String encoded) {
        try {
            // in a path, unlike in a query, a plus sign is a plus sign
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badRequest("path: broken percent-encoding");
        }
    }
}
