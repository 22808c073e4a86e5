package io.bellwether.link;

import io.bellwether.channel.Alignment;
import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.channel.PoolLevel;
import io.bellwether.channel.Use;
import io.bellwether.foundation.End;

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
    private final Direction peers;
    private final PeerLink.SpendingLimits limits;
    private final Connection connection;
    private PoolLevel lastLevel = PoolLevel.SUFFICIENT;

    LedgerPort(
            End end,
            AuthenticationLedger ledger,
            PeerLink.SpendingLimits limits,
            Connection connection) {
        this.ledger = ledger;
        this.peers = Direction.from(end.other());
        this.limits = limits;
        this.connection = connection;
    }

    /**
     * Waits while {@code bits} cannot be afforded, at most as long as the spending limit takes to
     * give them. Before {@link #reserve}, and without what orders the senders: who waits here lets
     * others send.
     */
    void afford(int bits) throws LinkException {
        await(limits.own(), bits);
    }

    /** Bits for what this end is about to send, and has afforded. */
    Grant.Granted reserve(int bits, Use use) throws LinkException {
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
        long gapBits = gapBefore(offsetBits);
        // Bits that are skipped because the peer names later ones are spent as much as those.
        await(limits.peers(), bits + (int) Math.min(gapBits, AuthenticationLedger.MAX_GAP_BITS));
        try {
            Grant.Granted claimed =
                    granted(ledger.claim(offsetBits, bits, use), LinkException.Cause.MISBEHAVED);
            if (gapBits > 0) {
                log.atInfo().addKeyValue("bits", gapBits).log("pool.gap: the peer skipped bits");
            }
            return claimed;
        } catch (IllegalArgumentException e) {
            throw new LinkException(LinkException.Cause.MISBEHAVED, e.getMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            warnWhenLow();
        }
    }

    private long gapBefore(long offsetBits) {
        return Math.max(0, offsetBits - ledger.markBits(peers));
    }

    private void await(SpendingLimit limit, int bits) throws LinkException {
        for (long wait = limit.take(bits); wait > 0; wait = limit.take(bits)) {
            connection.pause(wait);
        }
    }

    /**
     * Follows the peer's marks, before anything is spent. Who says them is not authenticated yet,
     * so what is given up is charged to the peer and limited for each greeting; the rest is given
     * up on the next connections.
     *
     * @param maximumSkipBits for one greeting
     */
    void align(Greeting peer, int maximumSkipBits) throws LinkException {
        try {
            long ahead = ledger.aheadBits(peer.aliceToBobMark(), peer.bobToAliceMark());
            int skipped = (int) Math.min(ahead, maximumSkipBits);
            if (skipped > 0) {
                await(limits.peers(), skipped);
            }
            switch (ledger.align(peer.aliceToBobMark(), peer.bobToAliceMark(), maximumSkipBits)) {
                case Alignment.BeyondPool(var direction, long mark, long limit) ->
                        throw new LinkException(
                                LinkException.Cause.DIFFERENT,
                                "authentication.pool: the peer has used bits up to %d (%s), this pool may be used up to %d; both need a fresh pool"
                                        .formatted(mark, direction, limit));
                case Alignment.Partly(long skippedBits, long leftBits) ->
                        throw further(skippedBits, leftBits);
                case Alignment.Aligned aligned -> report(aligned);
            }
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "greeting: " + e.getMessage(), e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static LinkException further(long skippedBits, long leftBits) {
        log.atWarn()
                .addKeyValue("skippedBits", skippedBits)
                .addKeyValue("leftBits", leftBits)
                .log("pool.far-behind: the peer knows many used bits that this ledger does not");
        return new LinkException(
                LinkException.Cause.DIFFERENT,
                "authentication.pool: the peer's marks are %d bits ahead; %d of them were given up now, the others follow on the next connections"
                        .formatted(skippedBits + leftBits, skippedBits));
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
