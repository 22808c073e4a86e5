package io.bellwether.node.simulation;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

import java.util.Set;

/** Who asks for a key and who fetches it at the other end. */
record KeyRoute(SaeId master, SaeId slave) {
    /** The applications that fetch at an end. */
    static Set<SaeId> saesAt(End end) {
        return Set.of(sae(end, 1), sae(end, 2));
    }

    static SaeId sae(End end, int number) {
        return new SaeId("sae-%s-%d".formatted(end, number));
    }
}
