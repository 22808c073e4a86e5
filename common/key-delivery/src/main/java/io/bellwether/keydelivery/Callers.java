package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.badRequest;
import static io.bellwether.keydelivery.RefusedRequestException.tooMuch;
import static io.bellwether.keydelivery.RefusedRequestException.unauthorised;

import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.KeyStore;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;

import jakarta.inject.Singleton;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;

/** Who calls, and whom the path names. */
@Singleton
final class Callers {
    private static final String PREFIX = "/api/v1/keys/";

    private final KeyDeliverySettings settings;
    private final Identities identities;
    private final RateLimits rates = new RateLimits(System::nanoTime);
    private final KeyStore store;

    /** An identified application. */
    record Caller(Sae sae, X509Certificate certificate) {
        SaeId id() {
            return sae.id();
        }
    }

    Callers(KeyDeliverySettings settings, KeyStore store) {
        this.settings = settings;
        this.identities = new Identities(settings, InstantSource.system());
        this.store = store;
    }

    /**
     * @throws RefusedRequestException with 401 if the certificate names no SAE that is registered
     *     here, is revoked or has expired; with 503 if the SAE asks more often than it may
     */
    Caller caller(Call call) {
        X509Certificate certificate =
                call.certificate().orElseThrow(() -> unauthorised("no client certificate"));
        Sae sae = identities.require(certificate);
        if (sae.end() != store.localEnd()) {
            throw unauthorised("%s is served by the other KME".formatted(sae.id()));
        }
        Optional<Double> rate =
                sae.limits().requestsPerSecond().or(settings.options()::requestsPerSecond);
        long waitSeconds = rate.map(limit -> rates.take(sae.id(), limit)).orElse(0L);
        if (waitSeconds > 0) {
            throw tooMuch(
                    "%s asks too often; limit %s requests/s".formatted(sae.id(), rate.get()),
                    waitSeconds);
        }
        return new Caller(sae, certificate);
    }

    /** Whom a certificate names, whether it may call or not. */
    Optional<SaeId> registered(X509Certificate certificate) {
        return identities.find(certificate).map(Sae::id);
    }

    /**
     * The other SAE, from the path. Whether it is unknown or not for this caller, the answer is the
     * same, so that nobody can find out who else is registered.
     *
     * @throws RefusedRequestException with 401 if the two may not share keys, 400 if the path's
     *     percent-encoding is broken
     */
    SaeId partner(Call call, SaeId caller) {
        return requirePartner(caller, partnerIn(call.rawPath()));
    }

    /**
     * The SAE that a path names, as it stands there.
     *
     * @throws RefusedRequestException with 400 if the percent-encoding is broken
     */
    static String partnerIn(String rawPath) {
        return decode(rawPath.substring(PREFIX.length(), rawPath.indexOf('/', PREFIX.length())));
    }

    SaeId requirePartner(SaeId caller, String id) {
        SaeId partner;
        try {
            partner = new SaeId(id);
        } catch (IllegalArgumentException e) {
            throw badRequest(e.getMessage());
        }
        if (!settings.saes().current().mayShareKeys(caller, partner)) {
            throw unauthorised("%s may not share keys with that SAE".formatted(caller));
        }
        return partner;
    }

    /** The KME's limits with the caller's own key size. */
    KeyLimits limits(Sae caller) {
        KeyLimits common = settings.limits();
        return caller.limits()
                .keySizeBits()
                .filter(bits -> bits != common.keySizeBits())
                .map(common::withKeySizeBits)
                .orElse(common);
    }

    /**
     * A body's type must be absent or JSON; what cannot even be read as a type is neither.
     *
     * @throws RefusedRequestException with 415
     */
    static void requireJson(HttpRequest<?> request) {
        if (request.getContentType().isEmpty()
                && request.getHeaders().contains(HttpHeaders.CONTENT_TYPE)) {
            throw RefusedRequestException.wrongType();
        }
    }

    private static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        try {
            // in a path, unlike in a query, a plus sign is a plus sign
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badRequest("path: broken percent-encoding");
        }
    }
}
