package io.bellwether.link;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.channel.PoolLevel;

import java.io.IOException;

/** The ledger with its refusals turned into reasons to end the connection. */
final class LedgerPort {
    private final AuthenticationLedger ledger;

    LedgerPort(AuthenticationLedger ledger) {
        this.ledger = ledger;
    }

    /** Bits for what this end is about to send. */
    Grant.Granted reserve(int bits) throws LinkException {
        try {
            return granted(ledger.reserve(bits), LinkException.Cause.POOL_EXHAUSTED);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Whether both ends can afford a tag for a reservation. Blocks are what refills the pool, so
     * reservations stop at the low-water mark and leave the rest to them.
     */
    boolean affordsReservation() {
        return ledger.level(Direction.ALICE_TO_BOB) == PoolLevel.SUFFICIENT
                && ledger.level(Direction.BOB_TO_ALICE) == PoolLevel.SUFFICIENT;
    }

    /** Bits that the peer names for what it has sent. */
    Grant.Granted claim(long offsetBits, int bits) throws LinkException {
        try {
            return granted(ledger.claim(offsetBits, bits), LinkException.Cause.MISBEHAVED);
        } catch (IllegalArgumentException e) {
            throw new LinkException(LinkException.Cause.MISBEHAVED, e.getMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static Grant.Granted granted(Grant grant, LinkException.Cause ifRefused)
            throws LinkException {
        return switch (grant) {
            case Grant.Granted granted -> granted;
            case Grant.Refused refused -> throw new LinkException(ifRefused, refused.describe());
        };
    }

    private static LinkException failed(IOException e) {
        return new LinkException(
                LinkException.Cause.POOL_EXHAUSTED, "authentication pool: " + e.getMessage(), e);
    }
}
