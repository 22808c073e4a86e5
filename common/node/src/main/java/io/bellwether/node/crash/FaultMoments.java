package io.bellwether.node.crash;

import io.bellwether.foundation.End;

import java.util.SplittableRandom;

/** Draws when and whom a fault hits, so that a seed replays the same faults; nothing else. */
final class FaultMoments {
    private final SplittableRandom random;

    FaultMoments(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** 0 to {@code limit} - 1. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** True once in {@code times}. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    End end() {
        return random.nextBoolean() ? End.ALICE : End.BOB;
    }
}
