package io.bellwether.node.loopback;

import io.bellwether.foundation.End;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Every key that an application was given, and what must hold of them in the end. */
public final class HandedKeys {
    private final List<SaeClient.Handed> keys = new ArrayList<>();

    public synchronized void keep(SaeClient.Handed key) {
        keys.add(key);
    }

    public synchronized int count() {
        return keys.size();
    }

    private synchronized List<SaeClient.Handed> all() {
        return List.copyOf(keys);
    }

    /**
     * Fetches each at the other end.
     *
     * @param alice the application at Alice's end
     * @param bob the application at Bob's end
     * @param violations takes a sentence for each that is not there, or not the same
     * @return how many were the same
     */
    public int fetchAll(SaeClient alice, SaeClient bob, Consumer<String> violations)
            throws InterruptedException {
        int fetched = 0;
        for (SaeClient.Handed key : all()) {
            SaeClient other = key.at() == End.ALICE ? bob : alice;
            Optional<String> difference = other.fetch(key);
            difference.ifPresent(violations);
            fetched += difference.isEmpty() ? 1 : 0;
        }
        return fetched;
    }

    /** No id and no value was handed out twice. */
    public void requireDistinct(Consumer<String> violations) {
        Set<String> ids = new HashSet<>();
        Set<String> values = new HashSet<>();
        for (SaeClient.Handed key : all()) {
            if (!ids.add(key.id()) | !values.add(key.value())) {
                violations.accept(key + " was handed out twice");
            }
        }
    }
}
