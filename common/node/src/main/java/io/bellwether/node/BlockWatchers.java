package io.bellwether.node;

import io.bellwether.node.audit.NodeTrail;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.node.tracing.BlockTraces;

import java.util.function.Consumer;

/** What keeps or sends away what became of each block. */
final class BlockWatchers {
    private BlockWatchers() {}

    /**
     * Opens the audit trail, and traces if they are switched on: without, none of their classes is
     * loaded.
     *
     * @param opened takes each, to close it in the end
     */
    static void open(
            NodeConfiguration configuration, StatusBoard board, Consumer<AutoCloseable> opened) {
        var trail = NodeTrail.of(configuration, Version.current());
        opened.accept(trail);
        board.onBlockEnd(trail::blockEnded);
        configuration
                .tracing()
                .otlpAddress()
                .ifPresent(collector ->
                        opened.accept(
                                BlockTraces.send(
                                        collector,
                                        configuration.node().end(),
                                        configuration.node().name(),
                                        Version.current(),
                                        board)));
    }
}
