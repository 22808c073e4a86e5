package io.bellwether.node.simulation;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.keystore.KeyStore;
import io.bellwether.link.Exchange;
import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.node.engine.BackOff;
import io.bellwether.protocol.AliceSession;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Alice's loop, as in {@code AliceEngine}: dial, reconcile, one block after the other. */
final class AliceRun extends NodeRun {
    private static final Duration BETWEEN_BLOCKS = Duration.ofSeconds(5);

    private final BackOff redial = newBackOff();

    AliceRun(World world, SimulatedProcess process, KeyStore store, Path pool) throws IOException {
        super(world, End.ALICE, process, store, pool);
    }

    @Override
    void run() {
        while (process.isAlive()) {
            dialOnce();
        }
    }

    private void dialOnce() {
        keys.recover();
        try (PeerLink link = world.network().dial().greet(greeting(), linkSettings())) {
            link.meet(meeting::compare, keys::deliverableOf);
            links.connected(link);
            while (link.isOpen()) {
                if (world.beginsBlock()) {
                    runBlock(link);
                    redial.reset();
                }
                world.timeline().pause(BETWEEN_BLOCKS);
            }
        } catch (LinkException e) {
            world.log(() -> "Alice's link: " + e.getMessage());
            links.lost(e);
        }
        world.timeline().pause(redial.next());
    }

    private void runBlock(PeerLink link) throws LinkException {
        BlockId block = world.nextBlock();
        try (Exchange exchange = link.openBlock(block)) {
            var entropy = Rehearsal.entropy(block.value(), 0);
            drive(new AliceSession(block, world.plan(), refillBits(), entropy), exchange);
        }
    }
}
