package io.bellwether.node.crash;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.foundation.End;

import java.util.Locale;
import java.util.Optional;

/** What both daemons say they are doing. */
final class PairStates {
    private final CrashPair pair;

    PairStates(CrashPair pair) {
        this.pair = pair;
    }

    /** For the log. */
    String describe() throws InterruptedException {
        var states = new StringBuilder();
        for (End end : End.values()) {
            String state = pair.status(end).map(PairStates::describe).orElse("silent");
            states.append(end).append(' ').append(state.toLowerCase(Locale.ROOT)).append("; ");
        }
        return states.toString().strip();
    }

    private static String describe(JsonNode status) {
        return status.at("/now/link/state").asText()
                + " "
                + status.at("/now/current/step").asText("idle");
    }

    /** Since that daemon was started; 0 while it is silent. */
    long acceptedBlocks(End end) throws InterruptedException {
        return pair.status(end).map(status -> status.at("/now/acceptedBlocks").asLong()).orElse(0L);
    }

    /** Whether both are connected and have accepted a block, and Bob more than {@code after}. */
    boolean madeABlock(long after) throws InterruptedException {
        for (End end : End.values()) {
            Optional<JsonNode> status = pair.status(end);
            if (status.isEmpty()
                    || !status.get().at("/now/link/state").asText().equals("connected")
                    || status.get().at("/now/acceptedBlocks").asLong() == 0) {
                return false;
            }
        }
        return acceptedBlocks(End.BOB) > after;
    }
}
