package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.proto.link.v1.Abort;
import io.bellwether.proto.link.v1.Agreement;
import io.bellwether.proto.link.v1.Bits;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.FreeParameters;
import io.bellwether.proto.link.v1.Syndrome;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.Message;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenRenyi;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/** Messages on the wire: what goes in comes out, and nothing else does. */
class WireMessagesTest {
    private static final BlockId BLOCK = new BlockId(new UUID(-5, 7));

    static Stream<Message> messages() {
        BitArray bits = BitArray.wrap(new long[] {-1, 0x1234_5678_9abc_def0L}, 125);
        return Stream.of(
                proposal(),
                new Message.Agreement(BLOCK),
                new Message.PairsReady(1L << 40),
                new Message.TestFlags(3, bits),
                new Message.Measured(),
                new Message.Settings(bits),
                new Message.Syndrome(BitArray.ofLength(0)),
                new Message.Verification(bits, BitArray.ofLength(64)),
                new Message.AmplificationSeed(bits),
                renyiProposal(),
                new Message.Acceptance(OptionalLong.empty()),
                new Message.Acceptance(OptionalLong.of(0)),
                new Message.Acceptance(OptionalLong.of(12_345)),
                new Message.Deliverable());
    }

    private static Message.Proposal proposal() {
        return new Message.Proposal(
                BLOCK,
                TwoEnds.PARAMETERS,
                new CodeParameters(1_000_000, 161_792, 1, 1, 128, 1264, 7813, 1618),
                new KeylenEatOxford.FreeParameters(
                        0.8118, 6e-4, 3.7e-3, 4e-11, 1e-11, 1.2e-11, 1e-11),
                162_115,
                42,
                256);
    }

    private static Message.Proposal renyiProposal() {
        Message.Proposal p = proposal();
        return new Message.Proposal(
                p.block(),
                p.parameters(),
                p.code(),
                new KeylenRenyi.FreeParameters(6e-4, 0.21, 96.5),
                p.leakedBits(),
                p.keyBits(),
                p.refillBits());
    }

    @ParameterizedTest
    @MethodSource("messages")
    @DisplayName("a message survives the way there")
    void survives(Message message) throws Exception {
        Envelope arrived = Envelope.parseFrom(WireMessages.toWire(message).toByteArray());

        assertThat(WireMessages.fromWire(arrived)).isEqualTo(message);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every reason to abort survives the way there")
    void everyReason(AbortReason reason) throws Exception {
        survives(new Message.Abort(reason));
    }

    @Test
    @DisplayName("a reason outside the fixed set is refused with the limit")
    void unknownReason() {
        int beyond = AbortReason.values().length;
        for (int code : new int[] {-1, beyond}) {
            assertRefused(
                    Envelope.newBuilder().setAbort(Abort.newBuilder().setReason(code)).build(),
                    "reason: %d; limit 0 to %d".formatted(code, beyond - 1));
        }
    }

    @Test
    @DisplayName("bits whose length does not fit their bytes are refused before any allocation")
    void dishonestLength() {
        for (long length : new long[] {-1, 0, 7, 17, Long.MAX_VALUE}) {
            assertRefused(syndrome(length, new byte[] {1, 2}), length + " bits in 2 bytes");
        }
    }

    @Test
    @DisplayName("bits set beyond the length are refused: one string has one form")
    void bitsBeyondLength() {
        assertRefused(syndrome(9, new byte[] {0, 2}), "beyond the length");
    }

    private static Envelope syndrome(long length, byte[] packed) {
        return Envelope.newBuilder()
                .setSyndrome(
                        Syndrome.newBuilder()
                                .setSyndrome(
                                        Bits.newBuilder()
                                                .setLength(length)
                                                .setPacked(ByteString.copyFrom(packed))))
                .build();
    }

    @Test
    @DisplayName("an id that does not have 16 bytes is refused")
    void crookedId() {
        assertRefused(
                Envelope.newBuilder()
                        .setAgreement(
                                Agreement.newBuilder()
                                        .setBlockId(ByteString.copyFrom(new byte[15])))
                        .build(),
                "id: 15 bytes");
    }

    @Test
    @DisplayName("a proposal whose free parameters are outside the theorem's range is refused")
    void freeParametersOutOfRange() {
        Envelope proposal = WireMessages.toWire(proposal());
        for (double bad : new double[] {0.75, 0.9, Double.NaN, Double.POSITIVE_INFINITY}) {
            var free =
                    FreeParameters.newBuilder(proposal.getProposal().getFreeParameters())
                            .setTangentPoint(bad);
            assertRefused(
                    Envelope.newBuilder()
                            .setProposal(proposal.getProposal().toBuilder().setFreeParameters(free))
                            .build(),
                    "t = " + bad);
        }
    }

    @Test
    @DisplayName("a proposal without free parameters is refused")
    void noFreeParameters() {
        Envelope proposal = WireMessages.toWire(proposal());
        assertRefused(
                Envelope.newBuilder()
                        .setProposal(proposal.getProposal().toBuilder().clearChosen())
                        .build(),
                "freeParameters: missing");
    }

    @Test
    @DisplayName("a message of another lane or phase is no message of a block")
    void wrongPlace() {
        assertRefused(
                Envelope.newBuilder()
                        .setOpening(io.bellwether.proto.link.v1.Opening.getDefaultInstance())
                        .build(),
                "unexpected message OPENING");
    }

    private static void assertRefused(Envelope envelope, String why) {
        assertThatThrownBy(() -> WireMessages.fromWire(envelope))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(LinkException.Cause.MISBEHAVED))
                .hasMessageContaining(why);
    }
}
