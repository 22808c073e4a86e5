package io.bellwether.node.engine;

import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.node.status.StatusBoard;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The link there is right now, for whoever needs the peer besides the engine. */
public final class CurrentLink {
    private final StatusBoard board;
    private PeerLink current;

    public CurrentLink(StatusBoard board) {
        this.board = board;
    }

    public synchronized void connected(PeerLink link) {
        current = link;
        board.link("connected", link.peer().nodeName());
    }

    /** Says why there is none, once per reason. */
    public synchronized void lost(LinkException reason) {
        current = null;
        String state =
                reason.reason() == LinkException.Cause.LOST ? "waiting for the peer" : "refused";
        board.link(state, reason.getMessage());
    }

    public synchronized Optional<PeerLink> get() {
        return Optional.ofNullable(current).filter(PeerLink::isOpen);
    }

    /** Ends the link, if there is one. */
    public synchronized void endCurrent() {
        if (current != null) {
            current.close();
            current = null;
        }
    }

    /** Waits until the link has ended. */
    public void awaitEnd(PeerLink link) throws LinkException {
        var ended = new CountDownLatch(1);
        link.whenClosed(ended::countDown);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new LinkException(LinkException.Cause.LOST, "the link has ended");
    }
}
