package io.bellwether.channel;

import io.bellwether.foundation.BlockId;

/** One change of the ledger, as the journal keeps it. Offsets as in {@link Range}. */
public sealed interface LedgerEvent {
    long fromBits();

    long toBits();

    /** Bits taken for a transcript that this end sends. */
    record Reserved(Direction direction, long fromBits, long toBits, Use use)
            implements LedgerEvent {
        Reserved(Direction direction, long fromBits, long toBits) {
            this(direction, fromBits, toBits, Use.UNSTATED);
        }
    }

    /** Bits taken for a transcript that the peer sends; unused bits before them are skipped. */
    record Claimed(Direction direction, long fromBits, long toBits, Use use)
            implements LedgerEvent {
        Claimed(Direction direction, long fromBits, long toBits) {
            this(direction, fromBits, toBits, Use.UNSTATED);
        }
    }

    /** Bits given up without use. */
    record Skipped(Direction direction, long fromBits, long toBits) implements LedgerEvent {}

    /** Bits of a finished block appended to both directions. */
    record Refilled(BlockId block, long fromBits, long toBits) implements LedgerEvent {}
}
