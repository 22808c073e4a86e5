package io.bellwether.protocol;

import java.util.List;
import java.util.Optional;

/** One side of one block. */
public sealed interface Session permits AliceSession, BobSession {
    /** What the machine needs next; its driver waits for nothing else. */
    enum Awaited {
        /** {@link Event.Started}. */
        START,
        /** A message or a seal of the peer. */
        PEER,
        /** The result of the last effect on the own box or store. */
        OWN_EFFECT,
        /** {@link Event.Proceed}: time for the next computation. */
        TURN,
        /** Nothing: the block has ended. */
        NOTHING
    }

    /** Takes an event and says what to do, in order. Events after the end are ignored. */
    List<Effect> on(Event event);

    Awaited awaited();

    /** What both ends agreed on; empty at Bob until he has agreed. */
    Optional<BlockPlan> plan();

    /** The name of what the machine waits for, for logs and snapshots. */
    String stateName();
}
