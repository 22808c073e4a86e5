package io.bellwether.device.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.Rounds;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedSource;
import io.bellwether.foundation.End;
import io.bellwether.proto.device.v1.BoxGrpc;
import io.bellwether.proto.device.v1.BoxMessage.MessageCase;
import io.bellwether.proto.device.v1.DistributePairs;
import io.bellwether.proto.device.v1.NodeMessage;
import io.bellwether.proto.device.v1.OpenBlock;
import io.bellwether.proto.device.v1.SettingsFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.UUID;

/** What the server does with a node that breaks the contract. */
@Timeout(60)
class BoxServerTest {
    private static final long DEADLINE_MILLIS = 20_000;
    private static final int ROUNDS = 8;

    private final SimulatedSource source = new SimulatedSource(BoxModel.of("local"), 1, 100);
    private BoxServer server;
    private BoxTransport.Client client;

    @BeforeEach
    void start() throws BoxException {
        server = BoxServer.start(BoxAddress.parse("127.0.0.1:0"), () -> source.half(End.ALICE));
        client = BoxTransport.connect(server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    @DisplayName("a call that does not start with a block is refused")
    void noBlock() {
        assertRefused(settings(0, 1), "the first message of a call opens a block");
        assertRefused(distribute(0, 1), "the first message of a call opens a block");
        assertRefused(NodeMessage.getDefaultInstance(), "the message is empty");
    }

    @Test
    @DisplayName("a block without rounds or with a name that is no UUID is refused")
    void badBlock() {
        assertRefused(open(UUID.randomUUID().toString(), 0), "rounds: 0; at least 1");
        assertRefused(open(UUID.randomUUID().toString(), -1), "rounds: -1; at least 1");
        assertRefused(open("block", ROUNDS), "Invalid UUID string: block");
    }

    @Test
    @DisplayName("a second block in the same call is refused")
    void twoBlocks() throws BoxException {
        assertRefused(openCall(), open(UUID.randomUUID().toString(), 1), "one call is one block");
    }

    @Test
    @DisplayName("rounds out of order, rounds beyond the block and empty frames are refused")
    void badRounds() throws BoxException {
        assertRefused(openCall(), distribute(1, 1), "the next one is 0");
        assertRefused(openCall(), distribute(0, ROUNDS + 1), "the 8 that the block has left");
        assertRefused(openCall(), distribute(0, -1), "rounds to distribute: -1");
        assertRefused(openCall(), settings(1, 1), "the next one is 0");
        assertRefused(openCall(), settings(0, 0), "rounds in the frame: 0; from 1 to 65536");
        assertRefused(openCall(), settings(0, 65_537), "rounds in the frame: 65537");
        assertRefused(openCall(), settings(0, 1), "0 are distributed and not yet measured");
    }

    @Test
    @DisplayName("a frame above the message limit ends the call")
    void oversized() throws BoxException {
        Throwable failure =
                Rounds.failureOf(() ->
                        openCall()
                                .ask(settings(0, 200_000), MessageCase.OUTCOMES, DEADLINE_MILLIS));
        assertThat(failure).isInstanceOf(BoxException.class);
        assertThat(((BoxException) failure).reason()).isEqualTo(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    @DisplayName(
            "a second connection is told that the half is busy, and served after the first left")
    void busy() throws BoxException {
        BlockCall first = openCall();
        BlockCall second = new BlockCall(BoxGrpc.newStub(client.channel()), server.address());
        NodeMessage open = open(UUID.randomUUID().toString(), ROUNDS);
        Throwable failure =
                Rounds.failureOf(() -> second.ask(open, MessageCase.OPENED, DEADLINE_MILLIS));
        assertThat(failure).hasMessageContaining("another block is running on this half");
        assertThat(((BoxException) failure).reason()).isEqualTo(Reason.BUSY);
        first.abandon();
        assertThat(openCall()).isNotNull();
    }

    @Test
    @DisplayName("a half whose partner stays away reports the time-out and serves the next block")
    void partnerStaysAway() throws BoxException {
        BlockCall call = openCall();
        Throwable failure =
                Rounds.failureOf(
                        () -> call.ask(distribute(0, 1), MessageCase.DISTRIBUTED, DEADLINE_MILLIS));
        assertThat(failure)
                .hasMessageContaining("the other half did not open the block within 100 ms");
        assertThat(((BoxException) failure).reason()).isEqualTo(Reason.TIMED_OUT);
        assertThat(openCall()).isNotNull();
    }

    private BlockCall openCall() throws BoxException {
        BlockCall call = new BlockCall(BoxGrpc.newStub(client.channel()), server.address());
        call.ask(open(UUID.randomUUID().toString(), ROUNDS), MessageCase.OPENED, DEADLINE_MILLIS);
        return call;
    }

    private void assertRefused(NodeMessage message, String detail) {
        BlockCall call = new BlockCall(BoxGrpc.newStub(client.channel()), server.address());
        assertRefused(call, message, detail);
    }

    private static void assertRefused(BlockCall call, NodeMessage message, String detail) {
        Throwable failure =
                Rounds.failureOf(() -> call.ask(message, MessageCase.OUTCOMES, DEADLINE_MILLIS));
        assertThat(failure).isInstanceOf(BoxException.class).hasMessageContaining(detail);
        assertThat(((BoxException) failure).reason()).isEqualTo(Reason.PROTOCOL_VIOLATION);
    }

    private static NodeMessage open(String block, long rounds) {
        return NodeMessage.newBuilder()
                .setOpen(OpenBlock.newBuilder().setBlockId(block).setRounds(rounds))
                .build();
    }

    private static NodeMessage distribute(long firstRound, int rounds) {
        return NodeMessage.newBuilder()
                .setDistribute(
                        DistributePairs.newBuilder().setFirstRound(firstRound).setRounds(rounds))
                .build();
    }

    private static NodeMessage settings(long firstRound, int rounds) {
        return NodeMessage.newBuilder()
                .setSettings(
                        SettingsFrame.newBuilder()
                                .setFirstRound(firstRound)
                                .setSettings(ByteString.copyFrom(new byte[rounds])))
                .build();
    }
}
