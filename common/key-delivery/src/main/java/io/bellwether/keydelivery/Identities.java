package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.RefusedRequestException.unauthorised;

import io.bellwether.foundation.SaeId;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Certificates and the SAEs that they stand for, asked anew for every request: a certificate that
 * expires or is revoked, or an SAE that is removed, loses connections that are open, too.
 */
final class Identities {
    /** Bounds memory; more certificates are in use nowhere. */
    private static final int MOST_REMEMBERED = 20_000;

    private final KeyDeliverySettings settings;
    private final InstantSource clock;
    private final Optional<RevocationList> revoked;
    private final Map<X509Certificate, Known> known = new ConcurrentHashMap<>();

    /** What a certificate stood for when a registry was in force. */
    private record Known(SaeRegistry registry, Optional<Sae> sae) {}

    Identities(KeyDeliverySettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.revoked =
                settings.tls()
                        .revocationList()
                        .map(file ->
                                new RevocationList(
                                        file,
                                        settings.tls().clientAuthorities(),
                                        clock,
                                        settings.options().audit()));
    }

    /**
     * @throws RefusedRequestException with 401 if the certificate stands for nobody, now
     */
    Sae require(X509Certificate certificate) {
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw unauthorised("the certificate has expired");
        }
        if (revoked.isPresent()) {
            switch (revoked.get().judge(certificate)) {
                case REVOKED -> throw unauthorised("the certificate is revoked");
                case OUTDATED ->
                        throw unauthorised("the revocation list of the KME is out of date");
                case GOOD -> {}
            }
        }
        return find(certificate)
                .orElseThrow(() -> unauthorised("the certificate names no SAE known here"));
    }

    /** The SAE that a certificate names, expired and revoked ones included. */
    Optional<Sae> find(X509Certificate certificate) {
        SaeRegistry registry = settings.saes().current();
        Known before = known.get(certificate);
        if (before != null && before.registry == registry) {
            return before.sae;
        }
        Optional<SaeId> id = settings.identity().identify(certificate, registry);
        Optional<Sae> sae = id.flatMap(registry::find);
        if (known.size() >= MOST_REMEMBERED) {
            known.clear();
        }
        known.put(certificate, new Known(registry, sae));
        return sae;
    }
}
