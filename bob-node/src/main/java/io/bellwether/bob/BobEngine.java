package io.bellwether.bob;

import io.bellwether.keystore.KeyStoreException;
import io.bellwether.link.Exchange;
import io.bellwether.link.LinkException;
import io.bellwether.link.LinkServer;
import io.bellwether.link.PeerLink;
import io.bellwether.node.NodeParts;
import io.bellwether.node.engine.BlockDriver;
import io.bellwether.protocol.BobSession;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bob's side: serves the link, one connection at a time; a newer one of the same peer ends the
 * older.
 */
final class BobEngine implements AutoCloseable {
    private final NodeParts parts;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final LinkServer server;
    private final AtomicReference<PeerLink.Caller> newest = new AtomicReference<>();
    private volatile boolean stopping;

    BobEngine(NodeParts parts) throws IOException, LinkException {
        this.parts = parts;
        this.server =
                PeerLink.serve(
                        parts.configuration().link().address().socketAddress(),
                        parts.linkTls(),
                        caller -> parts.failures().guard(() -> serve(caller)));
    }

    private void serve(PeerLink.Caller caller) {
        // The older connection is dead, or its owner would not have dialled again; it may be no
        // further than its greeting.
        endOlder(newest.getAndSet(caller));
        oneAtATime.lock();
        try {
            if (!stopping && newest.get() == caller) {
                // Only now is it certain which blocks the older connection has left pending.
                parts.keys().recover();
                serveGreeted(caller);
            }
        } catch (KeyStoreException | UncheckedIOException e) {
            parts.links().storageFailed(e);
            caller.refuse("the disk of this node fails");
        } finally {
            oneAtATime.unlock();
        }
    }

    private void endOlder(PeerLink.Caller older) {
        if (older != null) {
            older.refuse("the peer has called again");
        }
        parts.links().endCurrent();
        parts.boxes().interrupt();
    }

    private void serveGreeted(PeerLink.Caller caller) {
        try (PeerLink link = caller.greet(parts.greeting(), parts.linkSettings())) {
            link.awaitMeeting(parts::meet, parts.keys()::pending, parts.keys()::settle);
            parts.links().connected(link);
            while (!stopping) {
                runBlock(link);
            }
        } catch (LinkException e) {
            if (!stopping) {
                parts.links().lost(e);
            }
        }
    }

    private void runBlock(PeerLink link) throws LinkException {
        try (Exchange exchange = link.awaitBlock(parts.keys()::pending)) {
            var session =
                    new BobSession(
                            parts.plan().parameters(),
                            parts.epsilonAuthentication(),
                            parts.entropy());
            new BlockDriver(
                            session,
                            exchange,
                            parts.plan().parameters(),
                            parts.boxes(),
                            parts.keys(),
                            parts.board(),
                            parts.certificates()::certify)
                    .run();
        }
    }

    @Override
    public void close() {
        stopping = true;
        endOlder(newest.get());
        server.close();
        // The block under way ends before its parts are closed.
        oneAtATime.lock();
        oneAtATime.unlock();
    }
}
