package io.bellwether.node.attack;

import io.bellwether.foundation.End;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * A running pair with a relay between its nodes that holds both nodes' TLS keys: for who tampers,
 * delays and cuts, and for the witness who hears which one-time bits are used.
 *
 * @param hand does something to a message when it is told to
 */
record WiredPair(DaemonPair pair, LinkRelay relay, LinkEar ear, FrameTampering hand)
        implements AutoCloseable {
    /** Starts a pair that was prepared; closing this closes it. */
    static WiredPair start(DaemonPair pair) throws IOException, GeneralSecurityException {
        var ear = new LinkEar();
        var hand = new FrameTampering();
        var relay =
                new LinkRelay(
                        new StolenKeys(
                                pair.nodeFolder(End.ALICE),
                                pair.nodeFolder(End.BOB),
                                pair.linkPort()),
                        ear.around(hand));
        pair.redirectAlice(relay.port());
        pair.started();
        return new WiredPair(pair, relay, ear, hand);
    }

    @Override
    public void close() throws IOException {
        relay.close();
        pair.close();
    }
}
