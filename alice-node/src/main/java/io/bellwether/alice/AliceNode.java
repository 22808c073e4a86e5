package io.bellwether.alice;

import io.bellwether.foundation.End;
import io.bellwether.link.LinkDialer;
import io.bellwether.node.NodeMain;
import io.bellwether.node.NodeParts;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.status.StatusServer;
import io.bellwether.protocol.BlockPlan;

import java.util.Optional;

/** The Alice daemon: composition root and main. */
public final class AliceNode implements NodeMain.RunningNode {
    private final NodeParts parts;
    private final AliceEngine engine;

    private AliceNode(NodeConfiguration configuration, BlockPlan plan) throws Exception {
        parts = NodeParts.open(configuration, plan);
        try {
            parts.serveApplications();
            parts.closeFirst(
                    StatusServer.start(
                            configuration.health().address().socketAddress(),
                            parts.statusSources()));
            engine =
                    new AliceEngine(
                            parts,
                            new LinkDialer(
                                    configuration.link().address().socketAddress(),
                                    parts.linkTls()));
            parts.closeFirst(engine);
        } catch (Exception e) {
            parts.close();
            throw e;
        }
    }

    /** Starts everything; returns when keys can be asked for. */
    public static AliceNode start(NodeConfiguration configuration, BlockPlan plan)
            throws Exception {
        AliceNode node = new AliceNode(configuration, plan);
        node.engine.start();
        return node;
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
        System.exit(new NodeMain(End.ALICE, AliceNode::start).run(arguments));
    }
}
