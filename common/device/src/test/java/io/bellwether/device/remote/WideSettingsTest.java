package io.bellwether.device.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxShape;
import io.bellwether.device.FreeBox;
import io.bellwether.device.Rounds;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedSource;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.proto.device.v1.BoxGrpc;
import io.bellwether.proto.device.v1.BoxMessage.MessageCase;
import io.bellwether.proto.device.v1.NodeMessage;
import io.bellwether.proto.device.v1.OpenBlock;
import io.bellwether.proto.device.v1.SettingsFrame;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A half with 4097 settings and 64 outcomes: settings of two bytes, over the wire. */
@Timeout(60)
class WideSettingsTest {
    private static final int LEVELS = 64;
    private static final int KEY_SETTING = LEVELS * LEVELS;
    private static final int ROUNDS = 20_000;
    private static final BoxShape SHAPE = new BoxShape("d-outcome", 2, KEY_SETTING + 1, LEVELS);

    private final SimulatedSource source =
            new SimulatedSource(
                    BoxModel.parse("d-outcome", Map.of("levels", "" + LEVELS)), 17, 20_000);

    @Test
    @DisplayName("key outcomes of 64 values are equal at both ends, and every value comes up")
    void keyRounds() throws Exception {
        byte[] keySettings = new byte[2 * ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            keySettings[2 * i] = (byte) (KEY_SETTING >>> 8);
        }
        byte[] bob = new byte[ROUNDS];
        byte[] alice = new byte[ROUNDS];
        try (source;
                BoxServer alices = serve(End.ALICE);
                BoxServer bobs = serve(End.BOB);
                RemoteBox hers = connect(alices, End.ALICE);
                RemoteBox his = connect(bobs, End.BOB)) {
            var block = new BlockSpecification(new BlockId(new UUID(1, 2)), ROUNDS);
            var answered =
                    CompletableFuture.supplyAsync(
                            () -> Rounds.failureOf(() -> play(his, block, keySettings, bob)));
            play(hers, block, new byte[ROUNDS], alice);
            assertThat(answered.get()).isNull();
        }
        assertThat(alice).isEqualTo(bob);
        int[] counts = new int[LEVELS];
        for (byte outcome : alice) {
            counts[outcome]++;
        }
        // 312.5 each on average; 7 standard deviations of 17.5
        assertThat(Arrays.stream(counts)).allMatch(count -> count > 190 && count < 435);
    }

    private static void play(
            FreeBox box, BlockSpecification block, byte[] settings, byte[] outcomes)
            throws BoxException {
        box.open(block);
        box.distribute(0, ROUNDS);
        box.measure(settings, outcomes, ROUNDS);
    }

    @Test
    @DisplayName("half a setting, and more rounds than a frame of 65536 bytes holds, are refused")
    void badFrames() throws Exception {
        try (source;
                BoxServer bobs = serve(End.BOB)) {
            BoxTransport.Client client = BoxTransport.connect(bobs.address());
            assertThat(refusal(bobs, client, 3)).contains("3 bytes; limit a multiple of 2");
            assertThat(refusal(bobs, client, 65_538)).contains("32769; from 1 to 32768");
            client.close();
        }
    }

    private static String refusal(BoxServer server, BoxTransport.Client client, int bytes)
            throws BoxException {
        BlockCall call = new BlockCall(BoxGrpc.newStub(client.channel()), server.address());
        call.ask(
                NodeMessage.newBuilder()
                        .setOpen(
                                OpenBlock.newBuilder()
                                        .setBlockId(UUID.randomUUID().toString())
                                        .setRounds(ROUNDS))
                        .build(),
                MessageCase.OPENED,
                20_000);
        var frame = SettingsFrame.newBuilder().setSettings(ByteString.copyFrom(new byte[bytes]));
        return Rounds.failureOf(() ->
                        call.ask(
                                NodeMessage.newBuilder().setSettings(frame).build(),
                                MessageCase.OUTCOMES,
                                20_000))
                .getMessage();
    }

    private BoxServer serve(End end) throws BoxException {
        return BoxServer.start(BoxAddress.parse("127.0.0.1:0"), () -> source.half(end));
    }

    private static RemoteBox connect(BoxServer server, End end) throws BoxException {
        return RemoteBox.connect(server.address(), end, BoxDeadlines.DEFAULT, SHAPE);
    }
}
