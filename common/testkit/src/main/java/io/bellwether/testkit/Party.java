package io.bellwether.testkit;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.Effect;
import io.bellwether.protocol.Event;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.Session;
import io.bellwether.protocol.Step;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One side of a run: its machine, what has arrived for it, and what has become of its effects. */
final class Party {
    final End end;
    final Session session;
    final Deque<Event> inbox = new ArrayDeque<>();
    final List<Step> steps = new ArrayList<>();
    Optional<Event> ownResult = Optional.empty();
    Optional<Effect.Measure> measuring = Optional.empty();
    Optional<BlockStatistics> statistics = Optional.empty();
    Optional<BlockOutcome> outcome = Optional.empty();
    Optional<BitArray> storedKey = Optional.empty();
    Optional<KeyPartition> partition = Optional.empty();
    boolean deliverable;

    Party(End end, Session session) {
        this.end = end;
        this.session = session;
    }

    /** What the machine waits for, if it is there. */
    Optional<Event> next() {
        return switch (session.awaited()) {
            case START -> Optional.of(new Event.Started());
            case TURN -> Optional.of(new Event.Proceed());
            case PEER -> Optional.ofNullable(inbox.poll());
            case OWN_EFFECT -> {
                Optional<Event> result = ownResult;
                ownResult = Optional.empty();
                yield result;
            }
            case NOTHING -> Optional.empty();
        };
    }

    void store(SecretBits key, KeyPartition divided, boolean asDeliverable) {
        storedKey = Optional.of(key.read(SecretAccess.to("compare in a simulation")).copy());
        partition = Optional.of(divided);
        deliverable = asDeliverable;
        key.erase();
        ownResult = Optional.of(new Event.Stored());
    }

    /** What this side has at the end. */
    RunResult.Side result() {
        return new RunResult.Side(
                outcome.orElseThrow(),
                storedKey,
                partition,
                deliverable,
                List.copyOf(steps),
                statistics);
    }
}
