package io.bellwether.device.remote;

import static io.bellwether.device.Rounds.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.Rounds;
import io.bellwether.foundation.End;
import io.bellwether.proto.device.v1.BlockOpened;
import io.bellwether.proto.device.v1.BoxDescription;
import io.bellwether.proto.device.v1.BoxFault;
import io.bellwether.proto.device.v1.BoxGrpc;
import io.bellwether.proto.device.v1.BoxMessage;
import io.bellwether.proto.device.v1.DescribeRequest;
import io.bellwether.proto.device.v1.NodeMessage;
import io.bellwether.proto.device.v1.OutcomesFrame;
import io.bellwether.proto.device.v1.PairsDistributed;
import io.bellwether.proto.device.v1.Side;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** What the client does with a box that breaks the contract. */
@Timeout(60)
class MisbehavingBoxTest {
    private static final int ROUNDS = 8;
    private static final BoxDeadlines SHORT = new BoxDeadlines(10_000, 300, 300);

    /** A box that keeps the contract until {@link #answerSettings} says otherwise. */
    private static class Fake extends BoxGrpc.BoxImplBase {
        @Override
        public void describe(DescribeRequest request, StreamObserver<BoxDescription> response) {
            response.onNext(
                    BoxDescription.newBuilder()
                            .setModel("fake\n2026-01-01 forged line of a log")
                            .setSide(Side.SIDE_ALICE)
                            .setSettingCount(2)
                            .build());
            response.onCompleted();
        }

        @Override
        public StreamObserver<NodeMessage> run(StreamObserver<BoxMessage> answers) {
            return new StreamObserver<>() {
                @Override
                public void onNext(NodeMessage message) {
                    switch (message.getMessageCase()) {
                        case OPEN ->
                                answers.onNext(
                                        BoxMessage.newBuilder()
                                                .setOpened(BlockOpened.getDefaultInstance())
                                                .build());
                        case DISTRIBUTE -> answerDistribute(answers);
                        default -> answerSettings(answers);
                    }
                }

                @Override
                public void onError(Throwable cancelled) {
                    // the node gave up, which is what these tests want
                }

                @Override
                public void onCompleted() {
                    answers.onCompleted();
                }
            };
        }

        void answerDistribute(StreamObserver<BoxMessage> answers) {
            answers.onNext(
                    BoxMessage.newBuilder()
                            .setDistributed(PairsDistributed.newBuilder().setRounds(ROUNDS))
                            .build());
        }

        void answerSettings(StreamObserver<BoxMessage> answers) {
            answers.onNext(outcomes(0, new byte[ROUNDS]));
        }
    }

    private Fake behaviour = new Fake();
    private BoxTransport.Listener listener;
    private BoxAddress address;

    @BeforeEach
    void serve() throws BoxException {
        BoxGrpc.BoxImplBase service =
                new BoxGrpc.BoxImplBase() {
                    @Override
                    public void describe(
                            DescribeRequest request, StreamObserver<BoxDescription> response) {
                        behaviour.describe(request, response);
                    }

                    @Override
                    public StreamObserver<NodeMessage> run(StreamObserver<BoxMessage> answers) {
                        return behaviour.run(answers);
                    }
                };
        listener = BoxTransport.listen(BoxAddress.parse("127.0.0.1:0"), service);
        InetSocketAddress bound =
                (InetSocketAddress) listener.server().getListenSockets().getFirst();
        address = new BoxAddress.Loopback(bound);
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    @DisplayName("a box that keeps the contract is accepted, and its name cannot forge a log line")
    void honest() throws BoxException {
        assertThat(runBlock()).isNull();
        try (RemoteBox box = RemoteBox.connect(address, End.ALICE, SHORT)) {
            assertThat(box.describe().model()).isEqualTo("fake?2026-01-01 forged line of a log");
        }
    }

    @Test
    @DisplayName("too few outcomes, too many, and none are refused")
    void wrongNumberOfOutcomes() throws BoxException {
        for (int count : new int[] {0, ROUNDS - 1, ROUNDS + 1, 100_000}) {
            answering(outcomes(0, new byte[count]));
            assertRefused(Reason.PROTOCOL_VIOLATION, "gave " + count + " outcomes for 8 settings");
        }
    }

    @Test
    @DisplayName("an outcome that is none of 0, 1 and 2 is refused without being shown")
    void invalidOutcome() throws BoxException {
        for (byte value : new byte[] {3, 4, 127, -1, -126}) {
            byte[] values = new byte[ROUNDS];
            values[5] = value;
            answering(outcomes(0, values));
            assertRefused(
                    Reason.PROTOCOL_VIOLATION,
                    "gave an outcome that is none of 0, 1 and 2 in the frame of round 0");
        }
    }

    @Test
    @DisplayName("outcomes of another round are refused")
    void wrongRound() throws BoxException {
        answering(outcomes(8, new byte[ROUNDS]));
        assertRefused(Reason.PROTOCOL_VIOLATION, "answered the frame of another round than 0");
    }

    @Test
    @DisplayName("an answer of another kind, and an empty one, are refused")
    void wrongKind() throws BoxException {
        answering(BoxMessage.newBuilder().setOpened(BlockOpened.getDefaultInstance()).build());
        assertRefused(Reason.PROTOCOL_VIOLATION, "answered OPENED where OUTCOMES was due");
        answering(BoxMessage.getDefaultInstance());
        assertRefused(Reason.PROTOCOL_VIOLATION, "answered MESSAGE_NOT_SET where OUTCOMES was due");
    }

    @Test
    @DisplayName("a second answer to the last frame is refused")
    void unaskedAnswer() throws BoxException {
        BoxMessage answer = outcomes(0, new byte[ROUNDS]);
        answering(answer, answer);
        assertRefused(Reason.PROTOCOL_VIOLATION, "sent another answer after the last round");
    }

    @Test
    @DisplayName("an answer above the size limit is refused")
    void oversized() throws BoxException {
        answering(outcomes(0, new byte[200_000]));
        assertRefused(Reason.PROTOCOL_VIOLATION, "broke the contract");
    }

    @Test
    @DisplayName("a box that stalls costs the deadline and no more")
    void stall() throws BoxException {
        answering();
        assertRefused(Reason.TIMED_OUT, "did not answer within 300 ms");
    }

    @Test
    @DisplayName("a box that reports the wrong distribution is refused")
    void wrongDistribution() throws BoxException {
        behaviour =
                new Fake() {
                    @Override
                    void answerDistribute(StreamObserver<BoxMessage> answers) {
                        answers.onNext(
                                BoxMessage.newBuilder()
                                        .setDistributed(PairsDistributed.newBuilder().setRounds(7))
                                        .build());
                    }
                };
        assertRefused(Reason.PROTOCOL_VIOLATION, "distributed other rounds than it was asked for");
    }

    @Test
    @DisplayName("a fault is passed on with its reason and a cleaned text")
    void fault() throws BoxException {
        BoxFault.Builder fault =
                BoxFault.newBuilder()
                        .setReason(BoxFault.Reason.REASON_APPARATUS)
                        .setDetail("laser\nunlocked");
        answering(BoxMessage.newBuilder().setFault(fault).build());
        assertRefused(Reason.APPARATUS, "reports: laser?unlocked");
    }

    @Test
    @DisplayName("a box that ends the call early, or fails it, is refused")
    void endsEarly() throws BoxException {
        behaviour =
                new Fake() {
                    @Override
                    void answerSettings(StreamObserver<BoxMessage> answers) {
                        answers.onCompleted();
                    }
                };
        assertRefused(Reason.PROTOCOL_VIOLATION, "ended the block before its last round");
        behaviour =
                new Fake() {
                    @Override
                    void answerSettings(StreamObserver<BoxMessage> answers) {
                        answers.onError(
                                Status.FAILED_PRECONDITION.withDescription("no").asException());
                    }
                };
        assertRefused(Reason.APPARATUS, "failed: FAILED_PRECONDITION no");
    }

    @Test
    @DisplayName("after each misbehaviour the next block works on the same connection")
    void recovers() throws BoxException {
        try (RemoteBox box = RemoteBox.connect(address, End.ALICE, SHORT)) {
            answering(outcomes(0, new byte[3]));
            assertThat(Rounds.failureOf(() -> measureBlock(box))).isInstanceOf(BoxException.class);
            answering();
            assertThat(Rounds.failureOf(() -> measureBlock(box))).isInstanceOf(BoxException.class);
            behaviour = new Fake();
            assertThat(Rounds.failureOf(() -> measureBlock(box))).isNull();
        }
    }

    @Test
    @DisplayName("a server that does not speak the contract, and one that is no gRPC, are refused")
    void noBoxAtAll() throws Exception {
        BoxTransport.Listener empty =
                BoxTransport.listen(
                        BoxAddress.parse("127.0.0.1:0"),
                        () -> io.grpc.ServerServiceDefinition.builder("other.Service").build());
        try (ServerSocket garbage = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = ((InetSocketAddress) empty.server().getListenSockets().getFirst()).getPort();
            assertFailure(
                    Rounds.failureOf(() -> connect(port)),
                    Reason.PROTOCOL_VIOLATION,
                    "does not speak bellwether.device.v1");
            Thread.ofVirtual().start(() -> greetWithGarbage(garbage));
            assertFailure(
                    Rounds.failureOf(() -> connect(garbage.getLocalPort())),
                    Reason.PROTOCOL_VIOLATION,
                    "broke the contract: http2 exception");
        } finally {
            empty.close();
        }
    }

    private static void connect(int port) throws BoxException {
        RemoteBox.connect(BoxAddress.parse("127.0.0.1:" + port), End.ALICE, SHORT).close();
    }

    private static void greetWithGarbage(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
            socket.getInputStream().readAllBytes();
        } catch (IOException closed) {
            throw new java.io.UncheckedIOException(closed);
        }
    }

    private void answering(BoxMessage... messages) {
        behaviour =
                new Fake() {
                    @Override
                    void answerSettings(StreamObserver<BoxMessage> answers) {
                        Arrays.stream(messages).forEach(answers::onNext);
                    }
                };
    }

    private static BoxMessage outcomes(long firstRound, byte[] values) {
        return BoxMessage.newBuilder()
                .setOutcomes(
                        OutcomesFrame.newBuilder()
                                .setFirstRound(firstRound)
                                .setOutcomes(ByteString.copyFrom(values)))
                .build();
    }

    private static void measureBlock(RemoteBox box) throws BoxException {
        BlockSpecification block = block(ROUNDS);
        box.open(block);
        box.distribute(0, ROUNDS);
        box.measure(new byte[ROUNDS], new byte[ROUNDS], ROUNDS);
    }

    private Throwable runBlock() throws BoxException {
        try (RemoteBox box = RemoteBox.connect(address, End.ALICE, SHORT)) {
            return Rounds.failureOf(() -> measureBlock(box));
        }
    }

    private void assertRefused(Reason reason, String message) throws BoxException {
        assertFailure(runBlock(), reason, message);
    }

    private static void assertFailure(Throwable failure, Reason reason, String message) {
        assertThat(failure).isInstanceOf(BoxException.class).hasMessageContaining(message);
        assertThat(((BoxException) failure).reason()).isEqualTo(reason);
    }
}
