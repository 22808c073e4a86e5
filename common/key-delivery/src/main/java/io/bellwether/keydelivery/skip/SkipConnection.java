package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;

/** One client: a handshake, then requests one after the other until one of the two closes. */
final class SkipConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SkipConnection.class);

    private final Socket socket;
    private final Deadlines deadlines;
    private final Handshake handshake;
    private final SkipService service;

    SkipConnection(Socket socket, Deadlines deadlines, Handshake handshake, SkipService service) {
        this.socket = socket;
        this.deadlines = deadlines;
        this.handshake = handshake;
        this.service = service;
    }

    void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            serve(deadlines.within(socket, Deadlines.HANDSHAKE, () -> handshake.open(socket)));
        } catch (IOException e) {
            LOG.debug("SKIP client {}: {}", socket.getRemoteSocketAddress(), e.getMessage());
        }
    }

    private void serve(SecureLane lane) throws IOException {
        boolean more = true;
        while (more) {
            more = answerOne(lane);
        }
        lane.out().close();
    }

    private boolean answerOne(SecureLane lane) throws IOException {
        Optional<HttpHead> head;
        try {
            head = deadlines.within(socket, Deadlines.REQUEST, () -> nextRequest(lane));
        } catch (SkipRefusal refusal) {
            // where the next request starts is not known
            HttpHead.writeAnswer(lane.out(), SkipAnswer.refusal(refusal), false);
            return false;
        }
        if (head.isEmpty()) {
            return false;
        }
        HttpHead request = head.get();
        long sinceNanos = System.nanoTime();
        Optional<SaeId> caller = lane.caller().get();
        try (SkipAnswer answer = answer(caller, request)) {
            LOG.debug(
                    "{}: {} {} is answered {}",
                    caller.map(SaeId::value).orElse("nobody"),
                    request.method(),
                    request.target().replaceAll("\\p{Cntrl}", "?"),
                    answer.status());
            service.answered(caller, answer.status(), System.nanoTime() - sinceNanos);
            HttpHead.writeAnswer(lane.out(), answer, request.keepAlive());
        }
        return request.keepAlive();
    }

    private static Optional<HttpHead> nextRequest(SecureLane lane) throws IOException {
        Optional<HttpHead> head = HttpHead.read(lane.in());
        if (head.isPresent()) {
            head.get().skipBody(lane.in());
        }
        return head;
    }

    private SkipAnswer answer(Optional<SaeId> caller, HttpHead request) {
        if (caller.isEmpty()) {
            return SkipAnswer.refusal(
                    new SkipRefusal(
                            SkipRefusal.UNAUTHORISED,
                            "the client is no SAE that is served here now"));
        }
        try {
            return service.answer(caller.get(), request.method(), request.target());
        } catch (RuntimeException e) {
            LOG.error("a SKIP request failed", e);
            return SkipAnswer.refusal(
                    new SkipRefusal(SkipRefusal.FAILED, "reading or zeroising a key failed"));
        }
    }
}
