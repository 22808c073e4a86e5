package io.bellwether.alice;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.EntropySource;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.link.Exchange;
import io.bellwether.link.LinkDialer;
import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.node.NodeParts;
import io.bellwether.node.engine.BackOff;
import io.bellwether.node.engine.BlockDriver;
import io.bellwether.node.engine.PoolWorkers;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.AliceSession;
import io.bellwether.protocol.BlockOutcome;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Alice's loop: dial, reconcile, one block after the other; whatever ends the link, it dials again.
 */
final class AliceEngine implements AutoCloseable {
    private final NodeParts parts;
    private final LinkDialer dialer;
    private final BackOff redial;
    private final BackOff afterAbort;
    private final Thread thread = Thread.ofPlatform().name("alice-engine").unstarted(this::run);
    private long finishedBlocks;
    private volatile boolean stopping;

    AliceEngine(NodeParts parts, LinkDialer dialer) {
        this.parts = parts;
        this.dialer = dialer;
        this.redial = parts.newBackOff();
        this.afterAbort = parts.newBackOff();
    }

    void start() {
        thread.start();
    }

    private void run() {
        parts.failures()
                .guard(() -> {
                    while (!stopping) {
                        dialOnce();
                    }
                });
    }

    private void dialOnce() {
        try {
            parts.keys().recover();
            dialRecovered();
        } catch (KeyStoreException | UncheckedIOException e) {
            parts.links().storageFailed(e);
            parts.pauses().pause(redial.next());
        }
    }

    private void dialRecovered() {
        try (PeerLink link = PeerLink.dial(dialer, parts.greeting(), parts.linkSettings())) {
            link.meet(parts::meet, parts.keys()::deliverableOf);
            // Only now, so that no reservation comes between Bob's pending blocks and his verdict.
            parts.links().connected(link);
            // Under Bob's seal. A retired box is no reason to spend bits on further blocks.
            boolean retired = link.peer().boxRetired();
            while (!stopping) {
                if (retired || allBlocksDone()) {
                    parts.links().awaitEnd(link);
                    return;
                }
                retired = boxRetired(runBlock(link));
            }
        } catch (LinkException e) {
            if (!stopping) {
                parts.links().lost(e);
                parts.pauses().pause(redial.next());
            }
        }
    }

    /**
     * Whether the box at this end is retired.
     *
     * @throws LinkException if Bob says that his is: an abort is not sealed, so he is asked again
     *     on a new connection, where he says it under his seal
     */
    private boolean boxRetired(BlockOutcome outcome) throws LinkException {
        if (!(outcome instanceof BlockOutcome.Aborted(AbortReason reason, var d))
                || reason != AbortReason.BOX_RETIRED) {
            return false;
        }
        if (!parts.boxes().retired()) {
            throw new LinkException(
                    LinkException.Cause.LOST, "Bob says, unsealed, that his box is retired");
        }
        return true;
    }

    private boolean allBlocksDone() {
        long wanted = parts.configuration().protocol().blocks();
        return wanted > 0 && finishedBlocks >= wanted;
    }

    private BlockOutcome runBlock(PeerLink link) throws LinkException {
        BlockId block = newBlockId(parts.entropy());
        try (Exchange exchange = link.openBlock(block)) {
            var session =
                    new AliceSession(
                            block,
                            parts.plan(),
                            parts.refillBits(),
                            parts.entropy(),
                            PoolWorkers.COMMON);
            BlockDriver driver =
                    new BlockDriver(
                            session,
                            exchange,
                            parts.plan().parameters(),
                            parts.boxes(),
                            parts.keys(),
                            parts.board(),
                            parts.certificates()::certify);
            BlockOutcome outcome = run(driver);
            // A greeting alone is no sign of health: a peer at its floor greets too.
            redial.reset();
            if (outcome instanceof BlockOutcome.Accepted
                    || outcome instanceof BlockOutcome.Laboratory) {
                afterAbort.reset();
                parts.pauses().pause(parts.pauseBetweenBlocks());
            } else if (!allBlocksDone()) {
                parts.pauses().pause(afterAbort.next());
            }
            return outcome;
        }
    }

    /** Counts the block also if the link was lost when it had just been finished. */
    private BlockOutcome run(BlockDriver driver) throws LinkException {
        try {
            BlockOutcome outcome = driver.run();
            finishedBlocks++;
            return outcome;
        } catch (LinkException e) {
            finishedBlocks += driver.accepted() ? 1 : 0;
            throw e;
        }
    }

    /** A random UUID (version 4) from the node's own entropy. */
    private static BlockId newBlockId(EntropySource entropy) {
        ByteBuffer bytes = ByteBuffer.wrap(entropy.bits(128).toBytes());
        long high = bytes.getLong() & ~0xF000L | 0x4000L;
        long low = bytes.getLong() & ~(0xCL << 60) | 0x8L << 60;
        return new BlockId(new UUID(high, low));
    }

    /** Ends the block under way and waits for the engine to stop. */
    @Override
    public void close() {
        stopping = true;
        parts.pauses().end();
        parts.links().endCurrent();
        parts.boxes().interrupt();
        parts.failures().await(thread);
        dialer.close();
    }
}
