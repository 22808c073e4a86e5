package io.bellwether.link;

import com.google.protobuf.ByteString;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Grant;
import io.bellwether.channel.TranscriptMac;
import io.bellwether.channel.Use;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.Opened;
import io.bellwether.proto.link.v1.Opening;
import io.bellwether.proto.link.v1.Pending;
import io.bellwether.proto.link.v1.Purpose;
import io.bellwether.proto.link.v1.Resolution;
import io.bellwether.protocol.SessionParameters;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An established connection of two nodes that fit: greeted, and ready to exchange blocks and
 * reservations. The block lane is used by one thread, reservations by any.
 */
public final class PeerLink implements AutoCloseable {
    /** Alice seals what she publishes and, at the end, that the block is deliverable. */
    private static final int ALICE_BLOCK_SEALS = 2;

    /** Bob seals once, with his acceptance. */
    private static final int BOB_BLOCK_SEALS = 1;

    /** Bob's bits for an exchange: his seal, and in a block the token of his {@code Measured}. */
    private static final int BOB_BITS =
            BOB_BLOCK_SEALS * TranscriptMac.KEY_BITS + SealedTranscript.TOKEN_BITS;

    /**
     * The probability that any seal or token of a block is forged: the union bound.
     *
     * @param transcriptBytes no transcript of a block is longer
     */
    public static double forgeryProbability(SessionParameters parameters, long transcriptBytes) {
        int seals = ALICE_BLOCK_SEALS + BOB_BLOCK_SEALS;
        double anyToken = Math.scalb(parameters.chunks() + 1.0, -SealedTranscript.TOKEN_BITS);
        return seals * TranscriptMac.forgeryProbability(transcriptBytes) + anyToken;
    }

    /** Between blocks Alice may pause as long as she likes; a dead connection ends the wait. */
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Connection connection;
    private final LedgerPort ledger;
    private final End end;
    private final Duration timeout;
    private final Greeting own;
    private final ControlLane control;
    private Greeting peer;
    private volatile Purpose lastOpened = Purpose.PURPOSE_UNSPECIFIED;

    /** Held while bits are reserved and sent by name, so that the peer claims them in order. */
    private final Object sendOrder = new Object();

    private PeerLink(Connection connection, Greeting own, Settings settings) {
        this.connection = connection;
        this.own = own;
        this.ledger = new LedgerPort(settings.ledger, settings.limits, connection);
        this.end = settings.end;
        this.timeout = settings.timeout;
        this.control =
                new ControlLane(
                        connection, ledger, sendOrder, settings.handlers, settings.recorder);
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

        /** Ends the connection without a greeting. */
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
        connection.takeIn(new Claiming());
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

    /**
     * Claims what the peer's envelopes name, in the order in which they came, and nothing before a
     * greeting that fits.
     */
    private final class Claiming implements Connection.Intake {
        private boolean greeted;

        @Override
        public Received onBlock(Envelope envelope, byte[] raw) throws LinkException {
            if (!greeted) {
                requireFittingGreeting(envelope);
                greeted = true;
                return new Received(envelope, raw, Optional.empty());
            }
            Optional<SecretBits> bits =
                    switch (envelope.getContentCase()) {
                        case OPENING -> Optional.of(claim(envelope.getOpening()));
                        case OPENED -> Optional.of(claim(envelope.getOpened()));
                        default -> Optional.empty();
                    };
            return new Received(envelope, raw, bits);
        }

        private void requireFittingGreeting(Envelope envelope) throws LinkException {
            if (!envelope.hasGreeting()) {
                throw WireMessages.unexpected(envelope);
            }
            Greeting peers = Greeting.fromWire(envelope.getGreeting());
            Optional<String> difference = own.firstDifference(peers);
            if (difference.isPresent()) {
                throw new LinkException(LinkException.Cause.DIFFERENT, difference.get());
            }
            ledger.align(peers);
        }

        private SecretBits claim(Opening opening) throws LinkException {
            var use = use(opening.getPurpose(), exchangeId(opening.getExchangeId()));
            int bits = aliceBits(opening.getPurpose());
            return ledger.claim(opening.getLedgerOffset(), bits, use).bits();
        }

        /** Bob takes as much for a reconciliation as for a block. */
        private SecretBits claim(Opened opened) throws LinkException {
            var use = use(lastOpened, exchangeId(opened.getExchangeId()));
            return ledger.claim(opened.getLedgerOffset(), BOB_BITS, use).bits();
        }

        @Override
        public void onControl(Envelope envelope) throws LinkException {
            if (!greeted) {
                throw WireMessages.unexpected(envelope);
            }
            control.onControl(envelope);
        }
    }

    /** Alice's bits: her seals, and in a block a token for each chunk. */
    private int aliceBits(Purpose purpose) throws LinkException {
        int sealBits = aliceSeals(purpose) * TranscriptMac.KEY_BITS;
        return purpose == Purpose.PURPOSE_BLOCK
                ? sealBits + own.parameters().chunks() * SealedTranscript.TOKEN_BITS
                : sealBits;
    }

    private static int aliceSeals(Purpose purpose) throws LinkException {
        return switch (purpose) {
            case PURPOSE_BLOCK -> ALICE_BLOCK_SEALS;
            case PURPOSE_RECONCILIATION -> 1;
            default ->
                    throw new LinkException(
                            LinkException.Cause.MISBEHAVED, "opening for an unknown purpose");
        };
    }

    private static Use use(Purpose purpose, UUID exchange) {
        return switch (purpose) {
            case PURPOSE_BLOCK -> new Use(Use.Purpose.BLOCK, exchange);
            case PURPOSE_RECONCILIATION -> new Use(Use.Purpose.RECONCILIATION, exchange);
            default -> new Use(Use.Purpose.UNSTATED, exchange);
        };
    }

    private Exchange exchange(UUID id, Purpose purpose, SecretBits aliceBits, SecretBits bobBits)
            throws LinkException {
        var alice = new SealedTranscript(id, "alice", aliceBits, aliceSeals(purpose));
        var bob = new SealedTranscript(id, "bob", bobBits, BOB_BLOCK_SEALS);
        return end == End.ALICE
                ? new Exchange(connection, id, alice, bob)
                : new Exchange(connection, id, bob, alice);
    }

    /** Alice: opens the exchange of a block. */
    public Exchange openBlock(BlockId block) throws LinkException {
        return open(block.value(), Purpose.PURPOSE_BLOCK);
    }

    private Exchange open(UUID id, Purpose purpose) throws LinkException {
        Grant.Granted own;
        lastOpened = purpose;
        synchronized (sendOrder) {
            own = ledger.reserve(aliceBits(purpose), use(purpose, id));
            connection.send(
                    Lane.LANE_BLOCK,
                    Envelope.newBuilder()
                            .setOpening(
                                    Opening.newBuilder()
                                            .setExchangeId(WireMessages.uuid(id))
                                            .setPurpose(purpose)
                                            .setLedgerOffset(own.range().offsetBits()))
                            .build());
        }
        while (true) {
            Received received = connection.receive(timeout);
            // What Bob said in an exchange that was aborted may still be on its way.
            if (received.envelope().hasOpened()
                    && received.envelope()
                            .getOpened()
                            .getExchangeId()
                            .equals(WireMessages.uuid(id))) {
                return exchange(id, purpose, own.bits(), received.sealBits().orElseThrow());
            }
            received.sealBits().ifPresent(SecretBits::erase);
        }
    }

    /**
     * Alice: settles Bob's pending blocks, if he has any. Nothing else may be under way on the
     * block lane.
     *
     * @param deliverableOf says which of Bob's pending blocks are deliverable here
     */
    public void reconcile(UnaryOperator<Set<BlockId>> deliverableOf) throws LinkException {
        if (peer.pendingBlocks() == 0) {
            return;
        }
        try (Exchange exchange = open(UUID.randomUUID(), Purpose.PURPOSE_RECONCILIATION)) {
            Envelope pending = exchange.receiveSealed(timeout);
            if (!pending.hasPending()) {
                throw WireMessages.unexpected(pending);
            }
            Set<BlockId> deliverable =
                    deliverableOf.apply(blocks(pending.getPending().getBlockIdList()));
            exchange.send(
                    Envelope.newBuilder()
                            .setResolution(
                                    Resolution.newBuilder()
                                            .addAllDeliverableBlockId(wire(deliverable)))
                            .build());
            exchange.seal();
        }
    }

    /**
     * Bob: waits until Alice opens the exchange of a block; reconciles on the way if she opens
     * that.
     *
     * @param pending the blocks that Bob has stored and does not know to be deliverable, in order
     * @param resolution takes Alice's verdict
     * @throws LinkException when the link has ended
     */
    public Exchange awaitBlock(Supplier<List<BlockId>> pending, ResolutionListener resolution)
            throws LinkException {
        while (true) {
            Received received = connection.receive(FOR_EVER);
            if (!received.envelope().hasOpening()) {
                // The rest of what Alice said in an exchange that was aborted.
                continue;
            }
            Opening opening = received.envelope().getOpening();
            if (opening.getPurpose() == Purpose.PURPOSE_BLOCK && !pending.get().isEmpty()) {
                // Else both pools would be refilled in different orders, and differ for good.
                throw new LinkException(
                        LinkException.Cause.MISBEHAVED,
                        "a block was opened before the pending ones were reconciled");
            }
            Exchange exchange = answer(opening, received.sealBits().orElseThrow());
            if (opening.getPurpose() == Purpose.PURPOSE_BLOCK) {
                return exchange;
            }
            try (exchange) {
                settle(exchange, pending.get(), resolution);
            }
        }
    }

    private Exchange answer(Opening opening, SecretBits aliceBits) throws LinkException {
        UUID id = exchangeId(opening.getExchangeId());
        Grant.Granted own;
        synchronized (sendOrder) {
            own = ledger.reserve(BOB_BITS, use(opening.getPurpose(), id));
            connection.send(
                    Lane.LANE_BLOCK,
                    Envelope.newBuilder()
                            .setOpened(
                                    Opened.newBuilder()
                                            .setExchangeId(opening.getExchangeId())
                                            .setLedgerOffset(own.range().offsetBits()))
                            .build());
        }
        return exchange(id, opening.getPurpose(), aliceBits, own.bits());
    }

    private static UUID exchangeId(ByteString id) throws LinkException {
        try {
            return WireMessages.uuid(id);
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "exchange: " + e.getMessage(), e);
        }
    }

    private void settle(Exchange exchange, List<BlockId> pending, ResolutionListener resolution)
            throws LinkException {
        exchange.send(
                Envelope.newBuilder()
                        .setPending(Pending.newBuilder().addAllBlockId(wire(pending)))
                        .build());
        exchange.seal();
        Envelope verdict = exchange.receiveSealed(timeout);
        if (!verdict.hasResolution()) {
            throw WireMessages.unexpected(verdict);
        }
        resolution.onResolution(
                pending, blocks(verdict.getResolution().getDeliverableBlockIdList()));
    }

    private static List<ByteString> wire(Collection<BlockId> blocks) {
        return blocks.stream().map(block -> WireMessages.uuid(block.value())).toList();
    }

    private static Set<BlockId> blocks(List<ByteString> wire) throws LinkException {
        try {
            return wire.stream()
                    .map(id -> new BlockId(WireMessages.uuid(id)))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        } catch (IllegalArgumentException e) {
            throw new LinkException(LinkException.Cause.MISBEHAVED, "block: " + e.getMessage(), e);
        }
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
        connection.whenClosed(() -> {
            control.closed(connection.currentFailure());
            action.run();
        });
    }

    @Override
    public void close() {
        connection.fail(new LinkException(LinkException.Cause.LOST, "this node closed the link"));
    }
}
