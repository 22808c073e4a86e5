package io.bellwether.node.audit;

import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.status.BlockResult;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What happened to a node, in its data directory: starts and stops, blocks without a key, and what
 * commands did to its pool and store while it stood still. Written beside the node's work, so that
 * nothing waits for the disk; at an end all that was noted is on it. Holds no key bit.
 */
public final class NodeTrail implements AutoCloseable {
    /** In the data directory. */
    public static final String FILE = "node-audit.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(NodeTrail.class);
    private static final long PATIENCE_SECONDS = 10;

    private final AuditTrail trail;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("node-audit").factory());

    private NodeTrail(AuditTrail trail) {
        this.trail = trail;
    }

    /** Goes on with the trail of a node, on the machine's clock. */
    public static NodeTrail of(NodeConfiguration configuration, String version) {
        return start(configuration.node().dataDirectory(), InstantSource.system(), version);
    }

    /** Goes on with the trail of a data directory; a node's start is its first entry. */
    static NodeTrail start(Path dataDirectory, InstantSource clock, String version) {
        var trail = new NodeTrail(AuditTrail.open(dataDirectory.resolve(FILE), clock));
        trail.note("node.start", "version %s".formatted(version));
        return trail;
    }

    /**
     * Notes what a command did to a node that does not run, before it says that it is done.
     *
     * @param dataDirectory locked by the caller
     */
    public static void noteCommand(Path dataDirectory, String event, String what) {
        AuditTrail.open(dataDirectory.resolve(FILE), InstantSource.system())
                .record(event, "user " + System.getProperty("user.name"), what);
    }

    /** Notes a block that ended without a key; the others have their certificates. */
    public void blockEnded(BlockResult block) {
        if (!block.outcome().equals("accepted")) {
            note(
                    "block." + block.outcome(),
                    "%s %s %s".formatted(block.block(), block.reason(), block.detail()).strip());
        }
    }

    private void note(String event, String what) {
        writer.execute(() -> {
            try {
                trail.record(event, "node", what);
            } catch (RuntimeException e) {
                LOG.error("the audit trail {} cannot be written: {}", FILE, e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        note("node.stop", "");
        writer.shutdown();
        try {
            if (!writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("the audit trail {} was not written to its end", FILE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
