package io.bellwether.node.simulation;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;

/** A key whose id an application has been told, and what has become of it at the other end. */
final class AnnouncedKey {
    private final KeyId id;
    private final End requestedAt;
    private final KeyRoute route;
    private final BitArray bits;
    private boolean askedFor;
    private boolean fetched;

    AnnouncedKey(KeyId id, End requestedAt, KeyRoute route, BitArray bits) {
        this.id = id;
        this.requestedAt = requestedAt;
        this.route = route;
        this.bits = bits;
    }

    KeyId id() {
        return id;
    }

    End fetchedAt() {
        return requestedAt.other();
    }

    KeyRoute route() {
        return route;
    }

    BitArray bits() {
        return bits;
    }

    /** Whether an answer to a fetch may have been lost in a crash. */
    boolean askedFor() {
        return askedFor;
    }

    void setAskedFor() {
        askedFor = true;
    }

    boolean fetched() {
        return fetched;
    }

    void setFetched() {
        fetched = true;
    }
}
