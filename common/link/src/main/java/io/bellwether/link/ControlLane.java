package io.bellwether.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import io.bellwether.channel.Grant;
import io.bellwether.channel.TranscriptMac;
import io.bellwether.channel.Use;
import io.bellwether.foundation.SecretBits;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.ReservationAnswer;
import io.bellwether.proto.link.v1.ReservationRequest;
import io.bellwether.proto.link.v1.Reservations;
import io.bellwether.proto.link.v1.Verdict;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Reservations of keys in both directions. Every request and every answer carries a one-time tag of
 * its own: whoever could change one could have a key delivered to somebody else.
 */
final class ControlLane {
    private static final Logger log = LoggerFactory.getLogger(ControlLane.class);

    private final Connection connection;
    private final LedgerPort ledger;
    private final Object sendOrder;
    private final Executor handlers;
    private final Function<List<KeyReservation>, ReservationVerdict> recorder;
    private final ReservationBatches batches = new ReservationBatches(this::request);
    private final Map<Long, CompletableFuture<ReservationVerdict>> waiting =
            new ConcurrentHashMap<>();

    /**
     * @param sendOrder held while bits are reserved and the message that names them is sent
     * @param recorder records the peer's reservations durably, or says why not; may wait
     */
    ControlLane(
            Connection connection,
            LedgerPort ledger,
            Object sendOrder,
            Executor handlers,
            Function<List<KeyReservation>, ReservationVerdict> recorder) {
        this.connection = connection;
        this.ledger = ledger;
        this.sendOrder = sendOrder;
        this.handlers = handlers;
        this.recorder = recorder;
    }

    /**
     * Tells the peer and waits until it has recorded them durably.
     *
     * @throws LinkException if no answer came: the peer may or may not have recorded them
     */
    ReservationVerdict announce(List<KeyReservation> reservations, Duration timeout)
            throws LinkException {
        if (!ledger.affordsReservation()) {
            throw new LinkException(
                    LinkException.Cause.POOL_EXHAUSTED,
                    "the authentication pool is low; reservations wait until blocks have refilled"
                            + " it");
        }
        return batches.announce(reservations, timeout);
    }

    private ReservationVerdict request(List<KeyReservation> reservations, Duration timeout)
            throws LinkException {
        var message = Reservations.newBuilder();
        reservations.forEach(reservation -> message.addReservation(reservation.toWire()));
        byte[] content = message.build().toByteArray();
        var answer = new CompletableFuture<ReservationVerdict>();
        try {
            sendRequest(content, answer);
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            var silent =
                    new LinkException(
                            LinkException.Cause.LOST,
                            "no answer to a reservation in %d ms".formatted(timeout.toMillis()),
                            e);
            // The next request would be a second one without proof that the peer claimed its bits.
            connection.fail(silent);
            throw silent;
        } catch (ExecutionException e) {
            throw new LinkException(
                    LinkException.Cause.LOST, "the connection ended before the answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(LinkException.Cause.LOST, "interrupted", e);
        } finally {
            waiting.values().remove(answer);
        }
    }

    /**
     * A request's number is the ledger offset of its tag, which no other request ever has: a number
     * that starts anew with every connection would let an answer that was lost on an earlier one
     * stand for a request that it never saw.
     */
    private void sendRequest(byte[] content, CompletableFuture<ReservationVerdict> answer)
            throws LinkException {
        ledger.afford(TranscriptMac.KEY_BITS);
        synchronized (sendOrder) {
            Grant.Granted grant = ledger.reserve(TranscriptMac.KEY_BITS, Use.RESERVATION);
            long request = grant.range().offsetBits();
            waiting.put(request, answer);
            byte[] tag = mac(grant.bits(), "request", request, content).tag();
            connection.send(
                    Lane.LANE_CONTROL,
                    Envelope.newBuilder()
                            .setReservationRequest(
                                    ReservationRequest.newBuilder()
                                            .setRequestId(request)
                                            .setLedgerOffset(request)
                                            .setReservations(ByteString.copyFrom(content))
                                            .setTag(ByteString.copyFrom(tag)))
                            .build());
        }
    }

    /** On the receiving thread: claims and checks here, in order; recording happens elsewhere. */
    void onControl(Envelope envelope) throws LinkException {
        switch (envelope.getContentCase()) {
            case RESERVATION_REQUEST -> onRequest(envelope.getReservationRequest());
            case RESERVATION_ANSWER -> onAnswer(envelope.getReservationAnswer());
            default -> throw WireMessages.unexpected(envelope);
        }
    }

    private void onRequest(ReservationRequest request) throws LinkException {
        byte[] content = request.getReservations().toByteArray();
        SecretBits key = claim(request.getLedgerOffset());
        requireTag(
                mac(key, "request", request.getRequestId(), content),
                request.getTag(),
                "reservation");
        List<KeyReservation> reservations;
        try {
            reservations =
                    Reservations.parseFrom(content).getReservationList().stream()
                            .map(KeyReservation::fromWire)
                            .toList();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "reservation: " + e.getMessage(), e);
        }
        handlers.execute(() -> handle(request.getRequestId(), reservations));
    }

    private SecretBits claim(long offsetBits) throws LinkException {
        return ledger.claim(offsetBits, TranscriptMac.KEY_BITS, Use.RESERVATION).bits();
    }

    private void handle(long request, List<KeyReservation> reservations) {
        try {
            answer(request, recorder.apply(reservations));
        } catch (RuntimeException e) {
            // No answer: the peer keeps the keys back and asks again.
            log.atError().setCause(e).log("link.reservation-not-recorded");
            connection.fail(
                    new LinkException(
                            LinkException.Cause.LOST, "a reservation could not be recorded", e));
        }
    }

    private void answer(long request, ReservationVerdict given) {
        byte[] verdict = given.toWire().toByteArray();
        try {
            ledger.afford(TranscriptMac.KEY_BITS);
            synchronized (sendOrder) {
                Grant.Granted grant = ledger.reserve(TranscriptMac.KEY_BITS, Use.RESERVATION);
                byte[] tag = mac(grant.bits(), "answer", request, verdict).tag();
                connection.send(
                        Lane.LANE_CONTROL,
                        Envelope.newBuilder()
                                .setReservationAnswer(
                                        ReservationAnswer.newBuilder()
                                                .setRequestId(request)
                                                .setLedgerOffset(grant.range().offsetBits())
                                                .setVerdict(ByteString.copyFrom(verdict))
                                                .setTag(ByteString.copyFrom(tag)))
                                .build());
            }
        } catch (LinkException e) {
            // The peer asks again after it has reconnected; what was recorded stays recorded.
            connection.fail(e);
        }
    }

    private void onAnswer(ReservationAnswer answer) throws LinkException {
        byte[] content = answer.getVerdict().toByteArray();
        SecretBits key = claim(answer.getLedgerOffset());
        requireTag(
                mac(key, "answer", answer.getRequestId(), content),
                answer.getTag(),
                "answer to a reservation");
        ReservationVerdict verdict;
        try {
            verdict = ReservationVerdict.fromWire(Verdict.parseFrom(content));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, "reservation: " + e.getMessage(), e);
        }
        CompletableFuture<ReservationVerdict> asked = waiting.remove(answer.getRequestId());
        // Nobody waits any more when the answer comes after the time-out; the keys are announced
        // again later.
        if (asked != null) {
            asked.complete(verdict);
        }
    }

    /** Ends every wait. */
    void closed(LinkException reason) {
        waiting.values().forEach(answer -> answer.completeExceptionally(reason));
    }

    private static TranscriptMac mac(SecretBits key, String kind, long request, byte[] content) {
        var mac = new TranscriptMac(key);
        mac.update(kind.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        mac.update(ByteBuffer.allocate(8).putLong(request).array());
        mac.update(content);
        return mac;
    }

    private static void requireTag(TranscriptMac mac, ByteString tag, String what)
            throws LinkException {
        if (!mac.verify(tag.toByteArray())) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED, what + " with a wrong authentication tag");
        }
    }
}
