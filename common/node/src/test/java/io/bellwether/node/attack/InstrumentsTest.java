package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.bellwether.channel.Direction;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.node.loopback.PoolUse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** The instruments with which attacks are judged and carried out. */
class InstrumentsTest {
    @Test
    @DisplayName("the listener hears where one-time bits lie and the tokens, in pieces of any size")
    void listener() throws IOException {
        var ear = new LinkEar();
        byte[] opening = envelope(4, field(3, 512));
        byte[] ready = envelope(12, bytes(2, "sixteen bytes of".getBytes(US_ASCII)));
        byte[] said =
                joined(
                        new byte[24],
                        data(message(opening)),
                        data(message(ready)),
                        data(message(opening)));

        heard(ear, true, said);
        heard(ear, false, data(message(envelope(31, field(2, 256)))));

        var hers = new PoolUse(Direction.ALICE_TO_BOB, 512, 768);
        var his = new PoolUse(Direction.BOB_TO_ALICE, 256, 512);
        LinkEar.Heard heard = ear.soFar().against(List.of(hers), List.of(his));
        assertThat(heard.oneTimeKeys()).isEqualTo(3);
        assertThat(heard.offsetsTwice()).isEqualTo(1);
        assertThat(heard.tokens()).isEqualTo(1);
        assertThat(heard.offsetsUnmarked()).isZero();
        assertThat(heard.unreadable()).isZero();
        assertThat(heard.contradicts()).isTrue();
        assertThat(ear.soFar().against(List.of(hers), List.of()).offsetsUnmarked()).isEqualTo(1);
    }

    @Test
    @DisplayName("a token said twice contradicts; nonsense makes the listener no witness at all")
    void tokensAndNonsense() throws IOException {
        byte[] measured = data(message(envelope(14, bytes(1, new byte[16]))));
        byte[] opening = data(message(envelope(4, field(3, 0))));
        var ear = new LinkEar();
        heard(ear, true, joined(new byte[24], opening, measured, measured));
        var first = new PoolUse(Direction.ALICE_TO_BOB, 0, 256);

        LinkEar.Heard heard = ear.soFar().against(List.of(first), List.of());
        assertThat(heard.tokensTwice()).isEqualTo(1);
        assertThat(heard.contradicts()).isTrue();
        assertThat(heard.isVacuous()).isFalse();
        heard(ear, true, joined(new byte[24], data(new byte[] {0, 0, 0, 0, 2, 26, 99})));
        assertThat(ear.soFar().against(List.of(first), List.of()).isVacuous()).isTrue();
        assertThat(new LinkEar().soFar().against(List.of(), List.of()).isVacuous()).isTrue();
    }

    private static void heard(LinkEar ear, boolean fromAlice, byte[] said) throws IOException {
        var carried = new ByteArrayOutputStream();
        LinkRelay.Carrier slowly =
                (from, in, out) -> {
                    byte[] piece = new byte[7];
                    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                        out.write(piece, 0, read);
                    }
                };
        ear.around(slowly).carry(fromAlice, new ByteArrayInputStream(said), carried);
        assertThat(carried.toByteArray()).isEqualTo(said);
    }

    /** A frame of link.proto with all of an envelope, on the lane of blocks. */
    private static byte[] message(byte[] envelope) {
        byte[] frame = joined(field(1, 1), field(2, 1), bytes(3, envelope));
        return joined(new byte[] {0, 0, 0, 0, (byte) frame.length}, frame);
    }

    private static byte[] envelope(int number, byte[] content) {
        return bytes(number, content);
    }

    private static byte[] bytes(int number, byte[] content) {
        return joined(varint(number << 3 | 2), varint(content.length), content);
    }

    private static byte[] field(int number, int value) {
        return joined(varint(number << 3), varint(value));
    }

    private static byte[] varint(int value) {
        return value < 128
                ? new byte[] {(byte) value}
                : joined(new byte[] {(byte) (value & 127 | 128)}, varint(value >>> 7));
    }

    private static byte[] data(byte[] content) {
        byte[] header = {0, 0, (byte) content.length, 0, 0, 0, 0, 0, 1};
        return joined(header, content);
    }

    @Test
    @DisplayName("an armed man in the middle touches one large frame of Alice's, and nothing else")
    void tampering() throws IOException {
        byte[] preface = new byte[24];
        byte[] small = frame(0, 100);
        byte[] settings = frame(4, 2000);
        byte[] large = frame(0, 2000);
        byte[] said = joined(preface, small, settings, large, large);

        assertThat(carried(FrameTampering.Trick.TAMPER, false, said)).isEqualTo(said);
        byte[] tampered = carried(FrameTampering.Trick.TAMPER, true, said);
        assertThat(tampered).hasSameSizeAs(said).isNotEqualTo(said);
        assertThat(carried(FrameTampering.Trick.REPLAY, true, said)).isEqualTo(joined(said, large));
        assertThat(carried(FrameTampering.Trick.DROP, true, said))
                .isEqualTo(joined(preface, small, settings, large));
    }

    private static byte[] carried(FrameTampering.Trick trick, boolean armed, byte[] said)
            throws IOException {
        var tampering = new FrameTampering();
        if (armed) {
            tampering.arm(trick);
        }
        var heard = new ByteArrayOutputStream();
        tampering.carry(true, new ByteArrayInputStream(said), heard);
        assertThat(tampering.played()).isEqualTo(armed ? 1 : 0);
        return heard.toByteArray();
    }

    private static byte[] frame(int type, int length) {
        byte[] content = new AdversaryDice(length, "frame").bits(8L * length).toBytes();
        byte[] header = {0, (byte) (length >>> 8), (byte) length, (byte) type, 0, 0, 0, 0, 1};
        return joined(header, content);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
