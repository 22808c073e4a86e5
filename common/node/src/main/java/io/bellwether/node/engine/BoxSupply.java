package io.bellwether.node.engine;

import io.bellwether.device.Box;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.foundation.BlockId;
import io.bellwether.node.status.StatusBoard;

/** The node's box: connected when a block first needs it, and again after it failed. */
public final class BoxSupply implements AutoCloseable {
    /** Makes the connection, or opens the record. */
    @FunctionalInterface
    public interface Connector {
        Box connect() throws BoxException;
    }

    private final Connector connector;
    private final int frameRounds;
    private final int lossOutcome;
    private final BoxDescription.Uses assumed;
    private final BoxUse use;
    private final BoxPace pace;
    private final StatusBoard board;
    private BoxDescription description;
    private volatile Box box;

    /**
     * @param assumed of the box's uses, by the theorem that sizes the key
     * @param use counts the blocks, and says when there have been enough
     * @param pace how long each request takes, as seen from outside
     */
    public BoxSupply(
            Connector connector,
            int frameRounds,
            int lossOutcome,
            BoxDescription.Uses assumed,
            BoxUse use,
            BoxPace pace,
            StatusBoard board) {
        this.connector = connector;
        this.frameRounds = frameRounds;
        this.lossOutcome = lossOutcome;
        this.assumed = assumed;
        this.use = use;
        this.pace = pace;
        this.board = board;
    }

    /** Settings that the box gets at a time. */
    int frameRounds() {
        return frameRounds;
    }

    /** Whether the box has had all the blocks that it may have. */
    public boolean retired() {
        return use.retired();
    }

    synchronized Measurement open(BlockId block, long rounds) throws BoxException {
        // Before anything is heard of it: what a box says of itself is shown.
        use.requireUnretired();
        return pace.ask(() -> opened(block, rounds));
    }

    private Measurement opened(BlockId block, long rounds) throws BoxException {
        if (box == null) {
            box = connector.connect();
            requireSameDescription(box.describe());
            board.box(
                    "%s. %s %s %s"
                            .formatted(
                                    description.model(),
                                    description.statement(),
                                    description.sequencing(frameRounds, assumed),
                                    use.policy()));
        }
        use.begin();
        return Measurement.open(box, block, rounds, frameRounds, lossOutcome, pace, board);
    }

    /**
     * What a box says of itself is shown to the operator, so it must not change once the box may
     * have stored outcomes.
     */
    private void requireSameDescription(BoxDescription now) throws BoxException {
        if (description != null && !description.equals(now)) {
            throw new BoxException(
                    BoxException.Reason.PROTOCOL_VIOLATION,
                    "the box describes itself otherwise than at first; if it was replaced, give the"
                            + " new one a box.name of its own and start the node again");
        }
        description = now;
    }

    /** Lets the other half go, if the block ended before its last round. */
    synchronized void blockEnded() {
        if (box != null) {
            box.abandon();
        }
    }

    /** Ends a wait for the box that another thread is in, and with it the block. */
    public void interrupt() {
        Box current = box;
        if (current != null) {
            current.abandon();
        }
    }

    synchronized void failed(BoxException reason) {
        board.boxFailed("%s: %s".formatted(reason.reason(), reason.ownWords()));
        close();
    }

    @Override
    public synchronized void close() {
        if (box != null) {
            box.close();
            box = null;
        }
    }
}
