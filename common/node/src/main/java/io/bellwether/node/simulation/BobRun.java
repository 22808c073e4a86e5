package io.bellwether.node.simulation;

import io.bellwether.foundation.End;
import io.bellwether.keystore.KeyStore;
import io.bellwether.link.Exchange;
import io.bellwether.link.FramePort;
import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.protocol.BobSession;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/** Bob's side, as in {@code BobEngine}: one connection at a time; a newer one ends the older. */
final class BobRun extends NodeRun {
    private final ReentrantLock oneAtATime = new ReentrantLock(true);
    private final AtomicReference<FramePort> newest = new AtomicReference<>();

    BobRun(World world, SimulatedProcess process, KeyStore store, Path pool) throws IOException {
        super(world, End.BOB, process, store, pool);
    }

    /** Bob's threads begin with his callers. */
    @Override
    void run() {}

    void serve(FramePort caller) {
        FramePort older = newest.getAndSet(caller);
        if (older != null) {
            older.refuse("the peer has called again");
        }
        links.endCurrent();
        boxes.interrupt();
        oneAtATime.lock();
        try {
            if (newest.get() == caller) {
                keys.recover();
                serveGreeted(caller);
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private void serveGreeted(FramePort caller) {
        try (PeerLink link = caller.greet(greeting(), linkSettings())) {
            link.awaitMeeting(meeting::compare, keys::pending, keys::settle);
            links.connected(link);
            while (process.isAlive()) {
                runBlock(link);
            }
        } catch (LinkException e) {
            world.log(() -> "Bob's link: " + e.getMessage());
            links.lost(e);
        }
    }

    private void runBlock(PeerLink link) throws LinkException {
        try (Exchange exchange = link.awaitBlock(keys::pending)) {
            drive(
                    new BobSession(
                            world.plan().parameters(),
                            world.plan().block().epsilon().authentication(),
                            Rehearsal.entropy(exchange.id(), 1)),
                    exchange);
        }
    }
}
