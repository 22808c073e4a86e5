package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.KeyStore;

import jakarta.inject.Singleton;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** How many keys there are for a master and a slave: those in the store and those made ready. */
@Singleton
final class KeyStock {
    private final KeyDeliverySettings settings;
    private final KeyStore store;
    private final CoalescedDelivery delivery;
    private final Callers callers;

    KeyStock(
            KeyDeliverySettings settings,
            KeyStore store,
            CoalescedDelivery delivery,
            Callers callers) {
        this.settings = settings;
        this.store = store;
        this.delivery = delivery;
        this.callers = callers;
    }

    /** Free keys, for whomever; may ask the database. */
    long stored(int keySizeBits) {
        return store.availableKeys(store.localEnd(), keySizeBits);
    }

    /** As {@link #stored}, if it can be told at once. */
    OptionalLong remembered(int keySizeBits) {
        return store.rememberedKeys(store.localEnd(), keySizeBits);
    }

    /** Keys that are ready for one pair, beside those in the store. */
    long ready(SaeId master, SaeId slave, int keySizeBits) {
        return delivery.ready(master, slave, keySizeBits);
    }

    /** Of all pairs whose master fetches here, the first so many, in order of their ids. */
    List<PairStock> pairs(int most) {
        SaeRegistry registry = settings.saes().current();
        return sorted(registry)
                .filter(master -> master.end() == store.localEnd())
                .flatMap(master ->
                        sorted(registry)
                                .filter(slave -> registry.mayShareKeys(master.id(), slave.id()))
                                .map(slave -> of(master, slave.id())))
                .limit(most)
                .toList();
    }

    private static Stream<Sae> sorted(SaeRegistry registry) {
        return registry.saes().stream().sorted(Comparator.comparing(sae -> sae.id().value()));
    }

    private PairStock of(Sae master, SaeId slave) {
        int keySizeBits = callers.limits(master).keySizeBits();
        return new PairStock(
                master.id(), slave, stored(keySizeBits) + ready(master.id(), slave, keySizeBits));
    }
}
