package io.bellwether.link;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.Purpose;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An established connection of two nodes that fit: greeted, and ready to exchange blocks and
 * reservations. The block lane is used by one thread, reservations by any.
 */
public final class PeerLink implements AutoCloseable {
    /** Between blocks Alice may pause as long as she likes; a dead connection ends the wait. */
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Connection connection;
    private final LedgerPort ledger;
    private final End end;
    private final Duration timeout;
    private final Greeting own;
    private final ControlLane control;
    private final Openings openings;
    private Greeting peer;

    private PeerLink(Connection connection, Greeting own, Settings settings) {
        this.connection = connection;
        this.own = own;
        this.ledger = new LedgerPort(settings.end, settings.ledger, settings.limits, connection);
        this.end = settings.end;
        this.timeout = settings.timeout;
        var sendOrder = new Object();
        this.control =
                new ControlLane(
                        connection, ledger, sendOrder, settings.handlers, settings.recorder);
        this.openings = new Openings(end, connection, ledger, timeout, sendOrder);
    }

    /**
     * What a link needs besides its connection.
     *
     * @param end this end
     * @param timeout how long the peer may be silent when it is its turn
     * @param handlers runs the recorder, one task at a time
     * @param recorder records the peer's reservations durably, or says why not
     * @param limits of both directions
     */
    public record Settings(
            End end,
            AuthenticationLedger ledger,
            Duration timeout,
            Executor handlers,
            Function<List<KeyReservation>, ReservationVerdict> recorder,
            SpendingLimits limits) {}

    /**
     * How fast authentication bits may be spent, over all connections.
     *
     * @param own for what this end sends
     * @param peers for what the peer sends
     */
    public record SpendingLimits(SpendingLimit own, SpendingLimit peers) {}

    /**
     * Dials and greets.
     *
     * @throws LinkException if Bob is not there, or does not fit; the message says why
     */
    public static PeerLink dial(LinkDialer dialer, Greeting own, Settings settings)
            throws LinkException {
        return greet(dialer.connect(), own, settings);
    }

    /** A connection of the right peer, not yet greeted. */
    public interface Caller {
        /**
         * @throws LinkException if the caller does not fit; the message says why
         */
        PeerLink greet(Greeting own, Settings settings) throws LinkException;

        /** Ends the connection, whatever it has come to. */
        void refuse(String why);
    }

    /**
     * Bob: listens, and hands every connection of the right peer to {@code onCaller}, on a thread
     * of its own.
     *
     * @throws IOException if the address is taken
     */
    public static LinkServer serve(
            InetSocketAddress address, LinkTls tls, Consumer<Caller> onCaller)
            throws IOException, LinkException {
        return LinkServer.start(
                address,
                tls,
                connection ->
                        Thread.ofVirtual()
                                .name("link-caller")
                                .start(() -> onCaller.accept(new Dialled(connection))));
    }

    private record Dialled(Connection connection) implements Caller {
        @Override
        public PeerLink greet(Greeting own, Settings settings) throws LinkException {
            return PeerLink.greet(connection, own, settings);
        }

        @Override
        public void refuse(String why) {
            connection.fail(new LinkException(LinkException.Cause.LOST, why));
        }
    }

    static PeerLink greet(Connection connection, Greeting own, Settings settings)
            throws LinkException {
        var link = new PeerLink(connection, own, settings);
        try {
            link.greet();
        } catch (LinkException e) {
            // A peer that was only slow must not take this connection for a good one.
            connection.fail(e);
            throw e;
        }
        return link;
    }

    private void greet() throws LinkException {
        connection.whenClosed(() -> control.closed(connection.currentFailure()));
        // Before anything is taken in: the peer has to hear this side's parameters even if its own
        // are refused.
        connection.send(Lane.LANE_BLOCK, Envelope.newBuilder().setGreeting(own.toWire()).build());
        connection.takeIn(new GreetingFirst(end, own, ledger, openings, control));
        peer = Greeting.fromWire(connection.receive(timeout).envelope().getGreeting());
    }

    /** What this end said first. */
    public Greeting own() {
        return own;
    }

    /** What the peer said first. */
    public Greeting peer() {
        return peer;
    }

    /** Alice: opens the exchange of a block. */
    public Exchange openBlock(BlockId block) throws LinkException {
        return openings.open(block.value(), Purpose.PURPOSE_BLOCK);
    }

    /** Compares what both ends have said of themselves, once that is authenticated. */
    public interface Acquaintance {
        /**
         * @throws LinkException if the ends do not fit; the message says why
         */
        void meet(Greeting own, Greeting peer) throws LinkException;
    }

    /**
     * Alice: both ends seal what they have greeted with, and Bob's pending blocks are settled. The
     * first thing on a connection.
     *
     * @param acquaintance is told both greetings, and may act upon them durably
     * @param deliverableOf says which of Bob's pending blocks are deliverable here
     */
    public void meet(Acquaintance acquaintance, UnaryOperator<Set<BlockId>> deliverableOf)
            throws LinkException {
        try (Exchange exchange = openings.open(UUID.randomUUID(), Purpose.PURPOSE_RECONCILIATION)) {
            var meeting = new Meeting(exchange, own, peer, timeout);
            Set<BlockId> pending = meeting.introduceAlice();
            openings.met();
            acquaintance.meet(own, peer);
            if (needsVerdict()) {
                meeting.resolve(deliverableOf.apply(pending));
            }
        } catch (LinkException e) {
            // What was sealed before still arrives: the peer finds the same difference.
            connection.fail(e);
            throw e;
        }
    }

    /**
     * Bob: the same; waits for Alice.
     *
     * @param acquaintance is told both greetings, and may act upon them durably
     * @param pending the blocks that Bob has stored and does not know to be deliverable, in order
     * @param resolution takes Alice's verdict
     */
    public void awaitMeeting(
            Acquaintance acquaintance,
            Supplier<List<BlockId>> pending,
            ResolutionListener resolution)
            throws LinkException {
        try (Exchange exchange = openings.answer(openings.await(timeout))) {
            var meeting = new Meeting(exchange, own, peer, timeout);
            meeting.awaitAlice();
            openings.met();
            List<BlockId> named = needsVerdict() ? pending.get() : List.of();
            meeting.introduceBob(named);
            acquaintance.meet(own, peer);
            if (needsVerdict()) {
                resolution.onResolution(named, meeting.awaitResolution());
            }
        } catch (LinkException e) {
            connection.fail(e);
            throw e;
        }
    }

    private boolean needsVerdict() {
        return Meeting.hasVerdict(end, own, peer);
    }

    /**
     * Bob: waits until Alice opens the exchange of a block.
     *
     * @param pending the blocks that Bob has stored and does not know to be deliverable
     * @throws LinkException when the link has ended
     */
    public Exchange awaitBlock(Supplier<List<BlockId>> pending) throws LinkException {
        Received opening = openings.await(FOR_EVER);
        if (!pending.get().isEmpty()) {
            // Else both pools would be refilled in different orders, and differ for good.
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED,
                    "a block was opened before the pending ones were reconciled");
        }
        return openings.answer(opening);
    }

    /** Takes Alice's sealed verdict on Bob's pending blocks. */
    public interface ResolutionListener {
        /**
         * @param pending as Bob named them, in order
         * @param deliverable those that are deliverable at Alice's end; the others do not exist
         *     there
         */
        void onResolution(List<BlockId> pending, Set<BlockId> deliverable);
    }

    /**
     * Tells the peer of keys that are set aside here, and waits until it has recorded them durably.
     *
     * @throws LinkException if no answer came: the peer may or may not have recorded them
     */
    public ReservationVerdict announce(List<KeyReservation> reservations, Duration patience)
            throws LinkException {
        return control.announce(reservations, patience);
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    /** Runs when the link has ended, at once if it has; may run twice if it ends just now. */
    public void whenClosed(Runnable action) {
        connection.whenClosed(action);
    }

    @Override
    public void close() {
        connection.fail(new LinkException(LinkException.Cause.LOST, "this node closed the link"));
    }
}
