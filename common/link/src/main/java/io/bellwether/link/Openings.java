package io.bellwether.link;

import com.google.protobuf.ByteString;

import io.bellwether.channel.Grant;
import io.bellwether.channel.Use;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.Opened;
import io.bellwether.proto.link.v1.Opening;
import io.bellwether.proto.link.v1.Purpose;

import java.time.Duration;
import java.util.UUID;

/**
 * Opens the exchanges of one connection: Alice names her bits, Bob proves that he has them and
 * names his. The first exchange is the meeting, and there is one. Opened by one thread, claimed by
 * the receiving one.
 */
final class Openings {
    private final End end;
    private final Connection connection;
    private final LedgerPort ledger;
    private final Duration timeout;

    /** Held while bits are reserved and sent by name, so that the peer claims them in order. */
    private final Object sendOrder;

    /** Known once the peer has greeted, before which nothing is opened. */
    private volatile SealBudget budget;

    private volatile Asked asked;

    /** Set when the peer's greeting has come under its seal: blocks may be opened. */
    private volatile boolean met;

    Openings(
            End end, Connection connection, LedgerPort ledger, Duration timeout, Object sendOrder) {
        this.end = end;
        this.connection = connection;
        this.ledger = ledger;
        this.timeout = timeout;
        this.sendOrder = sendOrder;
    }

    /** Alice: an exchange that Bob has yet to open. */
    private record Asked(UUID exchange, Purpose purpose, AlicesRange range) {}

    void greeted(SealBudget budget) {
        this.budget = budget;
    }

    void met() {
        met = true;
    }

    /** Alice opens an exchange. */
    Exchange open(UUID id, Purpose purpose) throws LinkException {
        int bits = budget.aliceBits(purpose);
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

    /** Bob waits for Alice to open an exchange. */
    Received await(Duration patience) throws LinkException {
        while (true) {
            Received received = connection.receive(patience);
            if (received.envelope().hasOpening()) {
                return received;
            }
            // Else the rest of what Alice said in an exchange that was aborted.
        }
    }

    /** Bob opens what Alice has opened. */
    Exchange answer(Received received) throws LinkException {
        Opening opening = received.envelope().getOpening();
        UUID id = exchangeId(opening.getExchangeId());
        var range = new AlicesRange(received.sealBits().orElseThrow());
        Grant.Granted own;
        int bits = SealBudget.bobBits(opening.getPurpose());
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

    /** Bob: the bits that Alice names. */
    SecretBits claim(Opening opening) throws LinkException {
        if (end == End.ALICE) {
            throw misbehaved("only Alice opens exchanges");
        }
        int bits = budget.aliceBits(opening.getPurpose());
        // A meeting begins the connection, and there is one.
        if (met == (opening.getPurpose() == Purpose.PURPOSE_RECONCILIATION)) {
            throw misbehaved(met ? "a second meeting was opened" : "a block before the meeting");
        }
        var use = use(opening.getPurpose(), exchangeId(opening.getExchangeId()));
        return ledger.claim(opening.getLedgerOffset(), bits, use).bits();
    }

    /** Alice: the bits that Bob names, if he proves that he has opened what she asked for. */
    SecretBits claim(Opened opened) throws LinkException {
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
                        SealBudget.bobBits(answered.purpose),
                        use(answered.purpose, answered.exchange))
                .bits();
    }

    private Exchange exchange(UUID id, Purpose purpose, SecretBits aliceBits, SecretBits bobBits)
            throws LinkException {
        var alice = new SealedTranscript(id, "alice", aliceBits, budget.aliceSeals(purpose));
        var bob = new SealedTranscript(id, "bob", bobBits, SealBudget.BOB_SEALS);
        return end == End.ALICE
                ? new Exchange(connection, id, alice, bob)
                : new Exchange(connection, id, bob, alice);
    }

    private static Use use(Purpose purpose, UUID exchange) {
        return switch (purpose) {
            case PURPOSE_BLOCK -> new Use(Use.Purpose.BLOCK, exchange);
            case PURPOSE_RECONCILIATION -> new Use(Use.Purpose.RECONCILIATION, exchange);
            default -> new Use(Use.Purpose.UNSTATED, exchange);
        };
    }

    private static UUID exchangeId(ByteString id) throws LinkException {
        try {
            return WireMessages.uuid(id);
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "exchange: " + e.getMessage(), e);
        }
    }

    private static LinkException misbehaved(String what) {
        return new LinkException(LinkException.Cause.MISBEHAVED, what);
    }
}
