package io.bellwether.link;

import com.google.protobuf.ByteString;

import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.Seal;
import io.bellwether.protocol.Message;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A stretch of the block lane with one-time seals in both directions: a block, or a reconciliation.
 * Used by one thread.
 */
public final class Exchange implements AutoCloseable {
    /** What comes out of an exchange. */
    public sealed interface Incoming {
        /** A message of the block; not to be relied on before a right seal. */
        record Said(Message message) implements Incoming {}

        /** Everything the peer has said since its last seal is the peer's. */
        record SealRight() implements Incoming {}

        /** A seal or a token is not the peer's. */
        record SealWrong() implements Incoming {}
    }

    private final Connection connection;
    private final UUID id;
    private final SealedTranscript outgoing;
    private final SealedTranscript incoming;
    private final MessageDigest digest;
    private byte[] sealedDigest;

    Exchange(Connection connection, UUID id, SealedTranscript outgoing, SealedTranscript incoming) {
        this.connection = connection;
        this.id = id;
        this.outgoing = outgoing;
        this.incoming = incoming;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The block, for an exchange that is one. */
    public UUID id() {
        return id;
    }

    public void send(Message message) throws LinkException {
        Envelope envelope = WireMessages.toWire(message);
        send(isAnsweredBySettings(envelope) ? withToken(envelope) : envelope);
    }

    /** Whether the peer announces settings or test flags when this message comes. */
    private static boolean isAnsweredBySettings(Envelope envelope) {
        return envelope.hasPairsReady() || envelope.hasMeasured();
    }

    private Envelope withToken(Envelope envelope) {
        ByteString token = ByteString.copyFrom(outgoing.nextToken());
        Envelope.Builder builder = envelope.toBuilder();
        if (envelope.hasPairsReady()) {
            builder.getPairsReadyBuilder().setToken(token);
        } else {
            builder.getMeasuredBuilder().setToken(token);
        }
        return builder.build();
    }

    private boolean hasRightToken(Envelope envelope) {
        ByteString token =
                envelope.hasPairsReady()
                        ? envelope.getPairsReady().getToken()
                        : envelope.getMeasured().getToken();
        return incoming.isNextToken(token.toByteArray());
    }

    void send(Envelope envelope) throws LinkException {
        byte[] raw = connection.send(Lane.LANE_BLOCK, envelope);
        outgoing.add(raw);
        digest.update(raw);
    }

    /**
     * Why the link has ended, if it has. What {@link #whileLinked} runs begins only afterwards, so
     * who has begun to wait for something else and then asks here misses no end.
     */
    public Optional<LinkException> linkEnded() {
        return connection.isOpen() ? Optional.empty() : Optional.of(connection.currentFailure());
    }

    /** A stretch of time in which the end of the link ends a wait for something else. */
    public interface Waiting extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs {@code onEnd}, on any thread, when the link ends before the stretch is closed. */
    public Waiting whileLinked(Runnable onEnd) {
        return connection.whenClosed(onEnd);
    }

    /** Seals everything sent since the last seal. */
    public void seal() throws LinkException {
        freezeDigest();
        connection.send(
                Lane.LANE_BLOCK,
                Envelope.newBuilder()
                        .setSeal(Seal.newBuilder().setTag(ByteString.copyFrom(outgoing.tag())))
                        .build());
    }

    /**
     * Waits for the peer.
     *
     * @throws LinkException if it stays silent, is lost or misbehaves
     */
    public Incoming receive(Duration timeout) throws LinkException {
        Received received = connection.receive(timeout);
        if (received.envelope().hasSeal()) {
            return checkSeal(received.envelope())
                    ? new Incoming.SealRight()
                    : new Incoming.SealWrong();
        }
        Message message = WireMessages.fromWire(received.envelope());
        if (isAnsweredBySettings(received.envelope()) && !hasRightToken(received.envelope())) {
            return new Incoming.SealWrong();
        }
        absorb(received);
        return new Incoming.Said(message);
    }

    /** The next envelopes, which must be sealed at once: for exchanges of few messages. */
    List<Envelope> receiveSealed(int count, Duration timeout) throws LinkException {
        var said = new ArrayList<Envelope>();
        for (int i = 0; i < count; i++) {
            Received received = connection.receive(timeout);
            absorb(received);
            said.add(received.envelope());
        }
        Envelope seal = connection.receive(timeout).envelope();
        if (!seal.hasSeal() || !checkSeal(seal)) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED,
                    "%s without a right seal".formatted(said.getLast().getContentCase()));
        }
        return said;
    }

    private boolean checkSeal(Envelope envelope) {
        freezeDigest();
        return incoming.verify(envelope.getSeal().getTag().toByteArray());
    }

    private void absorb(Received received) {
        incoming.add(received.raw());
        digest.update(received.raw());
    }

    /**
     * SHA-256 of all that was said in both directions before the first seal, the same at both ends,
     * because only one side speaks at a time. For the record; authentication does not rest on it.
     *
     * @throws IllegalStateException before the first seal
     */
    public byte[] transcriptDigest() {
        if (sealedDigest == null) {
            throw new IllegalStateException("exchange %s: no seal yet".formatted(id));
        }
        return sealedDigest.clone();
    }

    private void freezeDigest() {
        if (sealedDigest == null) {
            sealedDigest = digest.digest();
        }
    }

    @Override
    public void close() {
        outgoing.discard();
        incoming.discard();
    }
}
