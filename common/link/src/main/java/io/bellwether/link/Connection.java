package io.bellwether.link;

import com.google.protobuf.UnsafeByteOperations;

import io.bellwether.foundation.SecretBits;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Frame;
import io.bellwether.proto.link.v1.Lane;
import io.grpc.stub.CallStreamObserver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One connection of the two nodes: envelopes in and out of one gRPC stream, in order, on two lanes.
 * Sending waits while the transport is not ready; receiving asks for the next frame only while
 * little is waiting to be read.
 */
final class Connection {
    static final int PIECE_BYTES = 256 * 1024;

    /** A seed for 10^8 rounds is 25 MB; nothing is longer. */
    private static final int MAX_BLOCK_ENVELOPE_BYTES = 64 << 20;

    /** 10,000 keys for ten applications with the longest names. */
    private static final int MAX_CONTROL_ENVELOPE_BYTES = 32 << 20;

    /** A peer that answers pings but takes no frame for so long is stuck. */
    private static final Duration SEND_PATIENCE = Duration.ofMinutes(1);

    /** Above this many unread bytes the peer is not asked for more. */
    private static final long READ_AHEAD_BYTES = 8 << 20;

    /**
     * Sees every whole envelope in the order in which the peer sent them, on the receiving thread:
     * the one place where the peer's authentication bits can be claimed in order, whatever lane
     * they are for.
     */
    interface Intake {
        /** Completes an envelope of the block lane. */
        Received onBlock(Envelope envelope, byte[] raw) throws LinkException;

        /** Takes an envelope of the control lane. */
        void onControl(Envelope envelope) throws LinkException;
    }

    private sealed interface Arrival {
        record Content(Received received) implements Arrival {}

        record End() implements Arrival {}
    }

    private final CallStreamObserver<Frame> outgoing;
    private final Object outgoingLock = new Object();
    private final Runnable requestNext;
    private final Assembler blockAssembler = new Assembler(MAX_BLOCK_ENVELOPE_BYTES);
    private final Assembler controlAssembler = new Assembler(MAX_CONTROL_ENVELOPE_BYTES);
    private final LinkedBlockingQueue<Arrival> blockLane = new LinkedBlockingQueue<>();
    private final AtomicLong unreadBytes = new AtomicLong();
    private final AtomicLong owedRequests = new AtomicLong();
    private final AtomicReference<LinkException> failure = new AtomicReference<>();
    private volatile Intake intake;
    private final List<Runnable> onClosed = new CopyOnWriteArrayList<>();

    /**
     * @param outgoing frames to the peer, flow control enabled
     * @param requestNext asks the transport for one more frame of the peer
     */
    Connection(CallStreamObserver<Frame> outgoing, Runnable requestNext) {
        this.outgoing = outgoing;
        this.requestNext = requestNext;
    }

    /** Called by the transport whenever it may be ready again. */
    void onReady() {
        synchronized (outgoingLock) {
            outgoingLock.notifyAll();
        }
    }

    /** Begins to receive. */
    void takeIn(Intake intake) {
        this.intake = intake;
        requestNext.run();
    }

    /**
     * Runs when the connection has ended, at once if it has; may run twice if it ends just now.
     *
     * @return until it is closed
     */
    Exchange.Waiting whenClosed(Runnable action) {
        onClosed.add(action);
        if (failure.get() != null) {
            action.run();
        }
        return () -> onClosed.remove(action);
    }

    /** Called by the transport for each frame, on one thread at a time. */
    void onFrame(Frame frame) {
        if (!isOpen()) {
            // Refused; the peer is being let finish its sentence.
            return;
        }
        try {
            switch (frame.getLane()) {
                case LANE_BLOCK -> {
                    Optional<byte[]> raw = blockAssembler.add(frame);
                    if (raw.isPresent()) {
                        enqueue(intake.onBlock(Assembler.parse(raw.get()), raw.get()));
                    }
                }
                case LANE_CONTROL -> {
                    Optional<byte[]> raw = controlAssembler.add(frame);
                    if (raw.isPresent()) {
                        intake.onControl(Assembler.parse(raw.get()));
                    }
                }
                default ->
                        throw new LinkException(
                                LinkException.Cause.MISBEHAVED, "frame of an unknown lane");
            }
        } catch (LinkException e) {
            fail(e);
            return;
        }
        if (unreadBytes.get() < READ_AHEAD_BYTES) {
            requestNext.run();
        } else {
            owedRequests.incrementAndGet();
            // The reader may have caught up between the two lines above.
            requestOwed();
        }
    }

    private void requestOwed() {
        if (unreadBytes.get() < READ_AHEAD_BYTES && owedRequests.getAndSet(0) > 0) {
            requestNext.run();
        }
    }

    private void enqueue(Received received) {
        unreadBytes.addAndGet(received.raw().length);
        blockLane.add(new Arrival.Content(received));
    }

    /** The next envelope of the block lane. */
    Received receive(Duration timeout) throws LinkException {
        try {
            Arrival arrival = blockLane.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return switch (arrival) {
                case null ->
                        throw new LinkException(
                                LinkException.Cause.LOST,
                                "the peer was silent for %d s".formatted(timeout.toSeconds()));
                case Arrival.End e -> {
                    blockLane.add(e);
                    throw currentFailure();
                }
                case Arrival.Content(Received received) -> {
                    unreadBytes.addAndGet(-received.raw().length);
                    requestOwed();
                    yield received;
                }
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(LinkException.Cause.LOST, "interrupted", e);
        }
    }

    /**
     * Sends an envelope and returns its bytes as they went over the wire. Envelopes of the same
     * lane must not be sent by two threads at once.
     */
    byte[] send(Lane lane, Envelope envelope) throws LinkException {
        byte[] raw = envelope.toByteArray();
        int at = 0;
        do {
            int length = Math.min(PIECE_BYTES, raw.length - at);
            Frame frame =
                    Frame.newBuilder()
                            .setLane(lane)
                            .setLast(at + length == raw.length)
                            .setPiece(UnsafeByteOperations.unsafeWrap(raw, at, length))
                            .build();
            sendFrame(frame);
            at += length;
        } while (at < raw.length);
        return raw;
    }

    private void sendFrame(Frame frame) throws LinkException {
        long deadlineNanos = System.nanoTime() + SEND_PATIENCE.toNanos();
        synchronized (outgoingLock) {
            while (failure.get() == null && !outgoing.isReady()) {
                long leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
                if (leftMillis <= 0) {
                    throw new LinkException(
                            LinkException.Cause.LOST,
                            "the peer took nothing for %d s".formatted(SEND_PATIENCE.toSeconds()));
                }
                waitForChange(leftMillis);
            }
            if (failure.get() != null) {
                throw currentFailure();
            }
            try {
                outgoing.onNext(frame);
            } catch (IllegalStateException e) {
                throw new LinkException(LinkException.Cause.LOST, "the connection is closed", e);
            }
        }
    }

    /**
     * Waits.
     *
     * @throws LinkException as soon as the connection has ended
     */
    void pause(long millis) throws LinkException {
        long deadlineNanos = System.nanoTime() + millis * 1_000_000;
        synchronized (outgoingLock) {
            for (long left = millis;
                    failure.get() == null && left > 0;
                    left = (deadlineNanos - System.nanoTime() + 999_999) / 1_000_000) {
                waitForChange(left);
            }
        }
        if (failure.get() != null) {
            throw currentFailure();
        }
    }

    private void waitForChange(long millis) throws LinkException {
        try {
            outgoingLock.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkException(LinkException.Cause.LOST, "interrupted", e);
        }
    }

    /** Ends the connection for both sides; the first reason stays. */
    void fail(LinkException reason) {
        if (!failure.compareAndSet(null, reason)) {
            return;
        }
        synchronized (outgoingLock) {
            if (reason.reason() == LinkException.Cause.DIFFERENT) {
                // What was sent still arrives: the peer sees for itself in what the two differ.
                outgoing.onCompleted();
            } else {
                outgoing.onError(
                        io.grpc.Status.ABORTED
                                .withDescription(reason.reason().name())
                                .asRuntimeException());
            }
            outgoingLock.notifyAll();
        }
        ended();
    }

    /** Called by the transport when the peer or the network ended the connection. */
    void onLost(String why) {
        if (failure.compareAndSet(null, new LinkException(LinkException.Cause.LOST, why))) {
            onReady();
            ended();
        }
    }

    private void ended() {
        for (Arrival left = blockLane.poll(); left != null; left = blockLane.poll()) {
            if (left instanceof Arrival.Content(Received received)) {
                received.sealBits().ifPresent(SecretBits::erase);
            }
        }
        blockLane.add(new Arrival.End());
        onClosed.forEach(Runnable::run);
    }

    boolean isOpen() {
        return failure.get() == null;
    }

    LinkException currentFailure() {
        LinkException first = failure.get();
        return new LinkException(first.reason(), first.getMessage(), first);
    }
}
