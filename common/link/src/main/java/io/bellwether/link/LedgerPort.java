package io.bellwether.link;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Grant;

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
