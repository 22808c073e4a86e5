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
import io.bellwether.proto.link.v1.Purpose;
import io.bellwether.protocol.SessionParameters;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    /** Alice seals what she publishes and, at the end, that the block is deliverable. */
    private static final int ALICE_BLOCK_SEALS = 2;

    /** Bob seals once: his greeting and pending blocks, or his acceptance. */
    private static final int BOB_SEALS = 1;

    /** What one greeting may have skipped, in openings of blocks, and at least, in bits. */
    private static final int SKIPPED_OPENINGS = 4;

    private static final int LEAST_SKIP_BITS = 16_384;

    /**
     * The probability that any seal or token of a block, or the proof that Bob has opened it, is
     * forged: the union bound.
     *
     * @param transcriptBytes no transcript of a block is longer
     */
    public static double forgeryProbability(SessionParameters parameters, long transcriptBytes) {
        int seals = ALICE_BLOCK_SEALS + BOB_SEALS + 1;
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
    private volatile Asked asked;

    /** Set when the peer's greeting has come under its seal: blocks may be opened. */
    private volatile boolean met;

    /** Held while bits are reserved and sent by name, so that the peer claims them in order. */
    private final Object sendOrder = new Object();

    private PeerLink(Connection connection, Greeting own, Settings settings) {
        this.connection = connection;
        this.own = own;
        this.ledger = new LedgerPort(settings.end, settings.ledger, settings.limits, connection);
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
            ledger.align(
                    peers,
                    Math.max(LEAST_SKIP_BITS, SKIPPED_OPENINGS * aliceBits(Purpose.PURPOSE_BLOCK)));
        }

        private SecretBits claim(Opening opening) throws LinkException {
            if (end == End.ALICE) {
                throw misbehaved("only Alice opens exchanges");
            }
            int bits = aliceBits(opening.getPurpose());
            // A meeting begins the connection, and there is one.
            if (met == (opening.getPurpose() == Purpose.PURPOSE_RECONCILIATION)) {
                throw misbehaved(
                        met ? "a second meeting was opened" : "a block before the meeting");
            }
            var use = use(opening.getPurpose(), exchangeId(opening.getExchangeId()));
            return ledger.claim(opening.getLedgerOffset(), bits, use).bits();
        }

        private SecretBits claim(Opened opened) throws LinkException {
            Asked answered = asked;
            asked = null;
            if (answered == null
                    || !opened.getExchangeId().equals(WireMessages.uuid(answered.exchange))
                    || !answered.range.isProof(
                            answered.exchange,
                            opened.getLedgerOffset(),
                            opened.getProof().toByteArray())) {
                throw misbehaved("an exchange was opened without proof that Bob has opened it");
            }
            return ledger.claim(
                            opened.getLedgerOffset(),
                            bobBits(answered.purpose),
                            use(answered.purpose, answered.exchange))
                    .bits();
        }

        @Override
        public void onControl(Envelope envelope) throws LinkException {
            if (!greeted) {
                throw WireMessages.unexpected(envelope);
            }
            control.onControl(envelope);
        }
    }

    private static LinkException misbehaved(String what) {
        return new LinkException(LinkException.Cause.MISBEHAVED, what);
    }

    /** Alice: an exchange that Bob has yet to open. */
    private record Asked(UUID exchange, Purpose purpose, AlicesRange range) {}

    /** Alice's bits: Bob's proof, her seals, and in a block a token for each chunk. */
    private int aliceBits(Purpose purpose) throws LinkException {
        int sealBits = AlicesRange.PROOF_BITS + aliceSeals(purpose) * TranscriptMac.KEY_BITS;
        return purpose == Purpose.PURPOSE_BLOCK
                ? sealBits + own.parameters().chunks() * SealedTranscript.TOKEN_BITS
                : sealBits;
    }

    /** Bob's bits: his seal, and in a block the token of his {@code Measured}. */
    private static int bobBits(Purpose purpose) {
        int sealBits = BOB_SEALS * TranscriptMac.KEY_BITS;
        return purpose == Purpose.PURPOSE_BLOCK ? sealBits + SealedTranscript.TOKEN_BITS : sealBits;
    }

    /** In a meeting Alice seals the greetings, and her verdict if Bob has blocks pending. */
    private int aliceSeals(Purpose purpose) throws LinkException {
        return switch (purpose) {
            case PURPOSE_BLOCK -> ALICE_BLOCK_SEALS;
            case PURPOSE_RECONCILIATION -> needsVerdict() ? 2 : 1;
            default -> throw misbehaved("opening for an unknown purpose");
        };
    }

    private boolean needsVerdict() {
        return (end == End.BOB ? own : peer).pendingBlocks() > 0;
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
        var bob = new SealedTranscript(id, "bob", bobBits, BOB_SEALS);
        return end == End.ALICE
                ? new Exchange(connection, id, alice, bob)
                : new Exchange(connection, id, bob, alice);
    }

    /** Alice: opens the exchange of a block. */
    public Exchange openBlock(BlockId block) throws LinkException {
        return open(block.value(), Purpose.PURPOSE_BLOCK);
    }

    Exchange open(UUID id, Purpose purpose) throws LinkException {
        int bits = aliceBits(purpose);
        ledger.afford(bits);
        AlicesRange range;
        synchronized (sendOrder) {
            Grant.Granted own = ledger.reserve(bits, use(purpose, id));
            range = new AlicesRange(own.bits());
            asked = new Asked(id, purpose, range);
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
            if (received.envelope().hasOpened()) {
                return exchange(id, purpose, range.sealBits(), received.sealBits().orElseThrow());
            }
        }
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
        try (Exchange exchange = open(UUID.randomUUID(), Purpose.PURPOSE_RECONCILIATION)) {
            var meeting = new Meeting(exchange, own, peer, timeout);
            Set<BlockId> pending = meeting.introduceAlice();
            met = true;
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
        try (Exchange exchange = answer(awaitOpening(timeout))) {
            var meeting = new Meeting(exchange, own, peer, timeout);
            meeting.awaitAlice();
            met = true;
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

    private Received awaitOpening(Duration patience) throws LinkException {
        while (true) {
            Received received = connection.receive(patience);
            if (received.envelope().hasOpening()) {
                return received;
            }
            // Else the rest of what Alice said in an exchange that was aborted.
        }
    }

    /**
     * Bob: waits until Alice opens the exchange of a block.
     *
     * @param pending the blocks that Bob has stored and does not know to be deliverable
     * @throws LinkException when the link has ended
     */
    public Exchange awaitBlock(Supplier<List<BlockId>> pending) throws LinkException {
        Received opening = awaitOpening(FOR_EVER);
        if (!pending.get().isEmpty()) {
            // Else both pools would be refilled in different orders, and differ for good.
            throw misbehaved("a block was opened before the pending ones were reconciled");
        }
        return answer(opening);
    }

    private Exchange answer(Received received) throws LinkException {
        Opening opening = received.envelope().getOpening();
        UUID id = exchangeId(opening.getExchangeId());
        var range = new AlicesRange(received.sealBits().orElseThrow());
        Grant.Granted own;
        int bits = bobBits(opening.getPurpose());
        ledger.afford(bits);
        synchronized (sendOrder) {
            own = ledger.reserve(bits, use(opening.getPurpose(), id));
            long offset = own.range().offsetBits();
            connection.send(
                    Lane.LANE_BLOCK,
                    Envelope.newBuilder()
                            .setOpened(
                                    Opened.newBuilder()
                                            .setExchangeId(opening.getExchangeId())
                                            .setLedgerOffset(offset)
                                            .setProof(ByteString.copyFrom(range.proof(id, offset))))
                            .build());
        }
        return exchange(id, opening.getPurpose(), range.sealBits(), own.bits());
    }

    private static UUID exchangeId(ByteString id) throws LinkException {
        try {
            return WireMessages.uuid(id);
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "exchange: " + e.getMessage(), e);
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
