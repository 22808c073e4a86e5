package io.bellwether.node.crash;

import io.bellwether.channel.AuditEntry;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerEvent;
import io.bellwether.channel.PoolSummary;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Every key that an application was given, and what must hold of them in the end. */
final class HandedKeys {
    private final List<CrashApplication.Handed> keys = new ArrayList<>();

    synchronized void keep(CrashApplication.Handed key) {
        keys.add(key);
    }

    synchronized int count() {
        return keys.size();
    }

    private synchronized List<CrashApplication.Handed> all() {
        return List.copyOf(keys);
    }

    /**
     * Fetches each at the other end.
     *
     * @param violations takes a sentence for each that is not there, or not the same
     * @return how many were the same
     */
    int fetchAll(CrashPair pair, Consumer<String> violations)
            throws IOException, GeneralSecurityException, InterruptedException {
        Map<End, CrashApplication> applications = new EnumMap<>(End.class);
        for (End end : End.values()) {
            applications.put(end, pair.application(end));
        }
        int fetched = 0;
        for (CrashApplication.Handed key : all()) {
            Optional<String> difference = applications.get(key.at().other()).fetch(key);
            difference.ifPresent(violations);
            fetched += difference.isEmpty() ? 1 : 0;
        }
        applications.values().forEach(CrashApplication::close);
        return fetched;
    }

    /** No id and no value was handed out twice. */
    void requireDistinct(Consumer<String> violations) {
        Set<String> ids = new HashSet<>();
        Set<String> values = new HashSet<>();
        for (CrashApplication.Handed key : all()) {
            if (!ids.add(key.id()) | !values.add(key.value())) {
                violations.accept(key + " was handed out twice");
            }
        }
    }

    /** No bit of a pool was used twice, as far back as its journal goes. */
    static void requireNoBitTwice(End end, Path pool, Consumer<String> violations)
            throws IOException {
        Map<Direction, Long> marks = new EnumMap<>(Direction.class);
        for (AuditEntry entry : PoolSummary.read(pool).entries()) {
            directionOf(entry.event())
                    .ifPresent(direction -> {
                        Long before = marks.put(direction, entry.event().toBits());
                        if (before != null && entry.event().fromBits() < before) {
                            violations.accept("%s: %s uses bits again".formatted(end, entry));
                        }
                    });
        }
    }

    private static Optional<Direction> directionOf(LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.Reserved used -> Optional.of(used.direction());
            case LedgerEvent.Claimed used -> Optional.of(used.direction());
            case LedgerEvent.Skipped used -> Optional.of(used.direction());
            case LedgerEvent.Refilled refill -> Optional.empty();
        };
    }
}
