package io.bellwether.link;

import io.bellwether.channel.Alignment;
import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.channel.PoolLevel;
import io.bellwether.channel.Use;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/**
 * The ledger as a connection sees it: spending is limited in speed, and a refusal is a reason to
 * end the connection.
 */
final class LedgerPort {
    private static final Logger log = LoggerFactory.getLogger(LedgerPort.class);

    private final AuthenticationLedger ledger;
    private final PeerLink.SpendingLimits limits;
    private final Connection connection;
    private PoolLevel lastLevel = PoolLevel.SUFFICIENT;

    LedgerPort(AuthenticationLedger ledger, PeerLink.SpendingLimits limits, Connection connection) {
        this.ledger = ledger;
        this.limits = limits;
        this.connection = connection;
    }

    /** Bits for what this end is about to send; waits while they cannot be afforded. */
    Grant.Granted reserve(int bits, Use use) throws LinkException {
        await(limits.own(), bits);
        try {
            return granted(ledger.reserve(bits, use), LinkException.Cause.POOL_EXHAUSTED);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            warnWhenLow();
        }
    }

    /**
     * Whether both ends can afford a tag for a reservation. Blocks are what refills the pool, so
     * reservations stop at the low-water mark and leave the rest to them.
     */
    boolean affordsReservation() {
        return level() == PoolLevel.SUFFICIENT;
    }

    private PoolLevel level() {
        PoolLevel aliceToBob = ledger.level(Direction.ALICE_TO_BOB);
        PoolLevel bobToAlice = ledger.level(Direction.BOB_TO_ALICE);
        return aliceToBob.compareTo(bobToAlice) > 0 ? aliceToBob : bobToAlice;
    }

    /**
     * Bits that the peer names for what it has sent. Waiting here slows the peer down, because
     * nothing more is taken in meanwhile.
     */
    Grant.Granted claim(long offsetBits, int bits, Use use) throws LinkException {
        await(limits.peers(), bits);
        try {
            return granted(ledger.claim(offsetBits, bits, use), LinkException.Cause.MISBEHAVED);
        } catch (IllegalArgumentException e) {
            throw new LinkException(LinkException.Cause.MISBEHAVED, e.getMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            warnWhenLow();
        }
    }

    private void await(SpendingLimit limit, int bits) throws LinkException {
        for (long wait = limit.take(bits); wait > 0; wait = limit.take(bits)) {
            connection.pause(wait);
        }
    }

    /** Follows the peer's marks, before anything is spent. */
    void align(Greeting peer) throws LinkException {
        try {
            switch (ledger.align(peer.aliceToBobMark(), peer.bobToAliceMark())) {
                case Alignment.BeyondPool(var direction, long mark, long end) ->
                        throw new LinkException(
                                LinkException.Cause.DIFFERENT,
                                "authentication.pool: the peer has used bits up to %d (%s), this pool ends at %d; both need a fresh pool"
                                        .formatted(mark, direction, end));
                case Alignment.Aligned aligned -> report(aligned);
            }
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "greeting: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static void report(Alignment.Aligned aligned) {
        if (aligned.behind()) {
            log.atWarn()
                    .addKeyValue("skippedBits", aligned.ownSkippedBits())
                    .log(
                            "pool.old-copy: the peer knows used bits that this ledger held for"
                                    + " unused; they are given up");
        } else if (aligned.ownSkippedBits() + aligned.peersSkippedBits() > 0) {
            log.atInfo()
                    .addKeyValue("ownSkippedBits", aligned.ownSkippedBits())
                    .addKeyValue("peersSkippedBits", aligned.peersSkippedBits())
                    .log("pool.skipped-forward");
        }
    }

    /** Once for each change for the worse. */
    private synchronized void warnWhenLow() {
        PoolLevel level = level();
        if (level.compareTo(lastLevel) > 0) {
            log.atWarn()
                    .addKeyValue("level", level)
                    .addKeyValue("aliceToBobBits", ledger.remainingBits(Direction.ALICE_TO_BOB))
                    .addKeyValue("bobToAliceBits", ledger.remainingBits(Direction.BOB_TO_ALICE))
                    .log("pool.low: import a fresh one, or let blocks refill it");
        }
        lastLevel = level;
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
