package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Which application a client is, for the servers beside ETSI GS QKD 014: the same certificates,
 * revocation list, registry and rate as there, asked anew with every request.
 */
public final class Applications {
    private final KeyDeliverySettings settings;
    private final End here;
    private final Identities identities;
    private final RateLimits rates = new RateLimits(System::nanoTime);

    /**
     * @param here the end whose applications are served
     */
    public Applications(KeyDeliverySettings settings, End here) {
        this.settings = settings;
        this.here = here;
        this.identities = new Identities(settings, InstantSource.system());
    }

    /** Where it is noted what the servers do. */
    public AuditTrail audit() {
        return settings.options().audit();
    }

    /** Empty if the certificate names nobody who is served here, has expired or is revoked. */
    public Optional<SaeId> of(X509Certificate certificate) {
        try {
            return served(identities.require(certificate).id());
        } catch (RefusedRequestException refused) {
            return Optional.empty();
        }
    }

    /** The same application, if it is registered now and served here. */
    public Optional<SaeId> served(SaeId id) {
        return settings.saes().current().find(id).filter(sae -> sae.end() == here).map(Sae::id);
    }

    /** The SAEs and who may share keys with whom, now. */
    public SaeRegistry registry() {
        return settings.saes().current();
    }

    /**
     * Takes keys out of what a master may have a day; false if too few are left.
     *
     * @param keys to be {@linkplain #giveBack given back} if they are not handed out
     */
    public boolean takeOfQuota(SaeId master, long keys) {
        return quota(master)
                .map(quota -> settings.options().quotas().take(master, keys, quota))
                .orElse(true);
    }

    /** Keys that were taken of the quota and not handed out. */
    public void giveBack(SaeId master, long keys) {
        if (quota(master).isPresent()) {
            settings.options().quotas().giveBack(master, keys);
        }
    }

    private Optional<Long> quota(SaeId master) {
        return registry().find(master).flatMap(sae -> sae.limits().keysPerDay());
    }

    /** Tells whoever counts of a request that has its answer. */
    public void answered(AnsweredRequest request) {
        settings.options().answered().accept(request);
    }

    /** Counts a request; false if the application asks more often than it may. */
    public boolean admits(SaeId id) {
        Optional<Double> rate =
                registry()
                        .find(id)
                        .flatMap(sae -> sae.limits().requestsPerSecond())
                        .or(settings.options()::requestsPerSecond);
        return rate.map(limit -> rates.take(id, limit) == 0).orElse(true);
    }
}
