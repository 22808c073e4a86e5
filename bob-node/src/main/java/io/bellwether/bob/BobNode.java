package io.bellwether.bob;

import io.bellwether.foundation.End;
import io.bellwether.node.NodeMain;
import io.bellwether.node.NodeParts;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.status.StatusServer;
import io.bellwether.protocol.BlockPlan;

import java.util.Optional;

/** The Bob daemon: composition root and main. */
public final class BobNode implements NodeMain.RunningNode {
    private final NodeParts parts;

    private BobNode(NodeConfiguration configuration, BlockPlan plan) throws Exception {
        parts = NodeParts.open(configuration, plan);
        try {
            parts.serveApplications();
            parts.closeFirst(
                    StatusServer.start(
                            configuration.health().address().socketAddress(),
                            parts.statusSources()));
            parts.closeFirst(new BobEngine(parts));
        } catch (Exception e) {
            parts.close();
            throw e;
        }
    }

    /** Starts everything; returns when keys can be asked for. */
    public static BobNode start(NodeConfiguration configuration, BlockPlan plan) throws Exception {
        return new BobNode(configuration, plan);
    }

    @Override
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        return parts.failures().awaitEnd();
    }

    @Override
    public void stop() {
        parts.failures().stop();
    }

    @Override
    public void close() {
        parts.close();
    }

    public static void main(String[] arguments) {
        System.exit(new NodeMain(End.BOB, BobNode::start).run(arguments));
    }
}
