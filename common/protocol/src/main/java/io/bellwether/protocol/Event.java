package io.bellwether.protocol;

import io.bellwether.foundation.BitArray;

/** What happens to a session machine. */
public sealed interface Event {
    /** The driver is ready to begin. */
    record Started() implements Event {}

    /** The machine's turn to compute its next step. */
    record Proceed() implements Event {}

    record MessageReceived(Message message) implements Event {}

    /** The peer sealed all it has said so far in this block, and the seal is right. */
    record PeerAuthenticated() implements Event {}

    /** The peer's seal is wrong. */
    record AuthenticationFailed() implements Event {}

    /** The own box holds its halves of the chunk's pairs and its link to the source is closed. */
    record PairsDistributed() implements Event {}

    /**
     * The own box has answered the chunk.
     *
     * @param settings one setting per round: those handed in, or those of the record
     * @param outcomes one outcome per round, a number below the protocol's, lost signals already
     *     mapped; erased by the machine that takes them
     * @param lost set where there was no click: a hint for the decoder and for nothing else
     */
    record RoundsMeasured(byte[] settings, byte[] outcomes, BitArray lost) implements Event {
        /** Without a lost signal. */
        public RoundsMeasured(byte[] settings, byte[] outcomes) {
            this(settings, outcomes, BitArray.ofLength(settings.length));
        }
    }

    /** What the last store effect asked for is durable. */
    record Stored() implements Event {}

    /** Something outside ended the block. */
    record Interrupted(AbortReason reason, String detail) implements Event {}
}
