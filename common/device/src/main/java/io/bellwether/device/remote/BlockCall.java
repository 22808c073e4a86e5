package io.bellwether.device.remote;

import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.proto.device.v1.BoxGrpc;
import io.bellwether.proto.device.v1.BoxMessage;
import io.bellwether.proto.device.v1.NodeMessage;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The client's end of one Run call: one question, one answer. A message is fetched from the
 * transport only when an answer is due, so a box that babbles fills its own buffers, not ours.
 */
final class BlockCall implements ClientResponseObserver<NodeMessage, BoxMessage> {
    /** What the transport or {@link #abandon} reports. */
    private sealed interface Event {
        record Answer(BoxMessage message) implements Event {}

        record Ended(Status status) implements Event {}

        record Abandoned() implements Event {}
    }

    private final BoxAddress address;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private ClientCallStreamObserver<NodeMessage> requests;
    private volatile boolean abandoned;

    BlockCall(BoxGrpc.BoxStub stub, BoxAddress address) {
        this.address = address;
        stub.run(this);
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<NodeMessage> stream) {
        requests = stream;
        stream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(BoxMessage message) {
        events.add(new Event.Answer(message));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event.Ended(Status.fromThrowable(failure)));
    }

    @Override
    public void onCompleted() {
        events.add(new Event.Ended(Status.OK));
    }

    /**
     * Sends one message and waits for the answer to it. After an exception the call is dead.
     *
     * @param expected the kind of answer that the contract prescribes
     */
    BoxMessage ask(NodeMessage question, BoxMessage.MessageCase expected, long deadlineMillis)
            throws BoxException {
        send(question);
        BoxMessage answer =
                switch (await(deadlineMillis)) {
                    case Event.Answer(BoxMessage message) -> message;
                    case Event.Ended(Status status) -> throw ended(status);
                    case Event.Abandoned abandoned -> throw abandoned();
                };
        if (answer.hasFault()) {
            throw dead(BoxWire.fromWire(answer.getFault(), address));
        }
        if (answer.getMessageCase() != expected) {
            throw violation(
                    "answered %s where %s was due".formatted(answer.getMessageCase(), expected));
        }
        return answer;
    }

    private void send(NodeMessage question) throws BoxException {
        try {
            requests.request(1);
            requests.onNext(question);
        } catch (IllegalStateException cancelled) {
            if (abandoned) {
                throw abandoned();
            }
            throw cancelled;
        }
    }

    /** Closes our side after the last round and waits for the box to close its own. */
    void finish(long deadlineMillis) throws BoxException {
        requests.onCompleted();
        requests.request(1);
        switch (await(deadlineMillis)) {
            case Event.Answer unasked ->
                    throw violation("sent another answer after the last round of the block");
            case Event.Ended(Status status) -> {
                if (!status.isOk()) {
                    throw ended(status);
                }
            }
            case Event.Abandoned abandoned -> throw abandoned();
        }
    }

    /** From any thread: ends the call and a wait under way. */
    void abandon() {
        abandoned = true;
        events.add(new Event.Abandoned());
        requests.cancel("the node gave up the block", null);
    }

    /** Ends the call because the box broke the contract. */
    BoxException violation(String what) {
        return dead(
                new BoxException(
                        Reason.PROTOCOL_VIOLATION, "the box at %s %s".formatted(address, what)));
    }

    private Event await(long deadlineMillis) throws BoxException {
        Event event;
        try {
            event = events.poll(deadlineMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw dead(
                    new BoxException(
                            Reason.CLOSED,
                            "interrupted while waiting for the box at " + address,
                            interrupted));
        }
        if (event == null) {
            throw dead(
                    new BoxException(
                            Reason.TIMED_OUT,
                            "the box at %s did not answer within %d ms"
                                    .formatted(address, deadlineMillis)));
        }
        return event;
    }

    private BoxException abandoned() {
        return new BoxException(Reason.ABANDONED, "the block was given up");
    }

    private BoxException ended(Status status) {
        return statusFailure(status, address);
    }

    private BoxException dead(BoxException failure) {
        requests.cancel("the node gave up the block", null);
        return failure;
    }

    /** What a call that ended too early means. */
    static BoxException statusFailure(Status status, BoxAddress address) {
        String detail = BoxDescription.clean(String.valueOf(status.getDescription()), 200);
        return switch (status.getCode()) {
            case OK ->
                    new BoxException(
                            Reason.PROTOCOL_VIOLATION,
                            "the box at %s ended the block before its last round"
                                    .formatted(address));
            case UNAVAILABLE ->
                    BoxException.reported(
                            Reason.UNREACHABLE,
                            "no connection to the box at %s".formatted(address),
                            detail);
            case DEADLINE_EXCEEDED ->
                    new BoxException(
                            Reason.TIMED_OUT,
                            "the box at %s did not answer in time".formatted(address));
            case UNIMPLEMENTED ->
                    new BoxException(
                            Reason.PROTOCOL_VIOLATION,
                            "the server at %s does not speak bellwether.device.v1"
                                    .formatted(address));
            case CANCELLED, INTERNAL, RESOURCE_EXHAUSTED ->
                    BoxException.reported(
                            Reason.PROTOCOL_VIOLATION,
                            "the box at %s broke the contract".formatted(address),
                            detail);
            default ->
                    BoxException.reported(
                            Reason.APPARATUS,
                            "the box at %s failed".formatted(address),
                            "%s %s".formatted(status.getCode(), detail));
        };
    }
}
