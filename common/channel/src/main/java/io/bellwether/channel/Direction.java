package io.bellwether.channel;

import io.bellwether.foundation.End;

/** The direction in which an authenticated transcript travels; each has its own pool bits. */
public enum Direction {
    ALICE_TO_BOB,
    BOB_TO_ALICE;

    /** The direction whose transcripts {@code sender} sends. */
    public static Direction from(End sender) {
        return sender == End.ALICE ? ALICE_TO_BOB : BOB_TO_ALICE;
    }

    /** The other one. */
    Direction opposite() {
        return this == ALICE_TO_BOB ? BOB_TO_ALICE : ALICE_TO_BOB;
    }
}
