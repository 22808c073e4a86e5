package io.bellwether.keydelivery;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.Reservation;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keys that a slave was given a moment ago and may be given again, should the answer have been
 * lost: to the very certificate that fetched them, in memory only, erased when the window closes.
 * Off unless configured. Every repetition is in the audit trail.
 */
@Singleton
final class Redelivery implements AutoCloseable {
    private static final int MOST_KEYS = 100_000;

    private final long windowNanos;
    private final AuditTrail audit;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("redelivery").factory());
    private final Map<Place, Kept> kept = new HashMap<>();

    private record Place(KeyId id, SaeId slave) {}

    private record Kept(
            Reservation reservation,
            SecretBits bits,
            X509Certificate certificate,
            long untilNanos) {}

    @jakarta.inject.Inject
    Redelivery(KeyDeliverySettings settings) {
        this(settings.options().redeliveryWindow(), settings.options().audit(), System::nanoTime);
        if (windowNanos > 0) {
            timer.scheduleWithFixedDelay(this::forgetOld, 1, 1, TimeUnit.SECONDS);
        }
    }

    Redelivery(Duration window, AuditTrail audit, LongSupplier nanoTime) {
        this.windowNanos = window.toNanos();
        this.audit = audit;
        this.nanoTime = nanoTime;
    }

    /** Keeps copies of what is about to be answered. */
    synchronized void keep(X509Certificate certificate, SaeId slave, List<DeliveredKey> keys) {
        if (windowNanos == 0 || kept.size() + keys.size() > MOST_KEYS) {
            return;
        }
        long until = nanoTime.getAsLong() + windowNanos;
        for (DeliveredKey key : keys) {
            kept.put(
                    new Place(key.keyId(), slave),
                    new Kept(key.reservation(), copy(key.bits()), certificate, until));
        }
    }

    /** All of the keys again, if this certificate was given each of them within the window. */
    synchronized Optional<List<DeliveredKey>> again(
            X509Certificate certificate, SaeId master, SaeId slave, List<KeyId> ids) {
        if (windowNanos == 0) {
            return Optional.empty();
        }
        forgetOld();
        List<DeliveredKey> keys = new ArrayList<>();
        for (KeyId id : ids) {
            Kept found = kept.get(new Place(id, slave));
            if (found == null
                    || !found.certificate.equals(certificate)
                    || !found.reservation.master().equals(master)) {
                keys.forEach(key -> key.bits().close());
                return Optional.empty();
            }
            keys.add(new DeliveredKey(found.reservation, copy(found.bits)));
        }
        audit.record("keys.delivered-again", slave.value(), "keys " + ids);
        return Optional.of(keys);
    }

    private static SecretBits copy(SecretBits bits) {
        return new SecretBits(
                bits.read(SecretAccess.to("keep a key for a lost answer")).slice(0, bits.length()));
    }

    private synchronized void forgetOld() {
        long now = nanoTime.getAsLong();
        for (Iterator<Kept> all = kept.values().iterator(); all.hasNext(); ) {
            Kept next = all.next();
            if (now - next.untilNanos >= 0) {
                next.bits.close();
                all.remove();
            }
        }
    }

    @PreDestroy
    @Override
    public synchronized void close() {
        timer.shutdownNow();
        kept.values().forEach(key -> key.bits.close());
        kept.clear();
    }
}
