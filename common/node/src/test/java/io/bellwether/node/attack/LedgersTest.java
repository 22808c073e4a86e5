package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerEvent;
import io.bellwether.channel.Use;
import io.bellwether.device.adversary.AdversaryDice;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** The instruments with which attacks are judged and carried out. */
class LedgersTest {
    private static final Direction HERS = Direction.ALICE_TO_BOB;
    private static final Direction HIS = Direction.BOB_TO_ALICE;

    @Test
    @DisplayName("bits given out twice in a direction are counted; gaps and directions are not")
    void usedTwice() {
        assertThat(
                        Ledgers.usedTwice(
                                List.of(
                                        new LedgerEvent.Reserved(HERS, 0, 256, Use.RESERVATION),
                                        new LedgerEvent.Claimed(HIS, 0, 256, Use.RESERVATION),
                                        new LedgerEvent.Skipped(HERS, 256, 512),
                                        new LedgerEvent.Reserved(HERS, 512, 768, Use.RESERVATION))))
                .isZero();
        assertThat(
                        Ledgers.usedTwice(
                                List.of(
                                        new LedgerEvent.Reserved(HERS, 0, 256, Use.RESERVATION),
                                        new LedgerEvent.Reserved(HERS, 128, 384, Use.RESERVATION),
                                        new LedgerEvent.Claimed(HIS, 512, 768, Use.RESERVATION),
                                        new LedgerEvent.Claimed(HIS, 0, 256, Use.RESERVATION))))
                .isEqualTo(128 + 256);
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
        var tampering = new FrameTampering(trick);
        if (armed) {
            tampering.arm();
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
