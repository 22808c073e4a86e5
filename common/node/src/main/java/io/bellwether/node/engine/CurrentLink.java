package io.bellwether.node.engine;

import io.bellwether.channel.LedgerDamagedException;
import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.node.status.StatusBoard;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The link there is right now, for whoever needs the peer besides the engine. */
public final class CurrentLink {
    /** SQLITE_CORRUPT and SQLITE_NOTADB: they do not pass. */
    private static final Set<Integer> SQLITE_DAMAGE = Set.of(11, 26);

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

    /**
     * A disk that fails or is full may recover by itself: the node waits and tries again. Damage
     * does not, and ends the node.
     *
     * @throws RuntimeException {@code failure} itself, if it is not of that kind
     */
    public synchronized void storageFailed(RuntimeException failure) {
        if (!mayPass(failure)) {
            throw failure;
        }
        current = null;
        board.link("waiting for the disk", failure.getMessage());
    }

    private static boolean mayPass(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return !SQLITE_DAMAGE.contains(sql.getErrorCode());
            }
            if (cause instanceof IOException) {
                return !(cause instanceof LedgerDamagedException);
            }
        }
        return false;
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
