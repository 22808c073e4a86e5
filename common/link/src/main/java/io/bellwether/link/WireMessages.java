package io.bellwether.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.proto.link.v1.Abort;
import io.bellwether.proto.link.v1.Acceptance;
import io.bellwether.proto.link.v1.Agreement;
import io.bellwether.proto.link.v1.AmplificationSeed;
import io.bellwether.proto.link.v1.Bits;
import io.bellwether.proto.link.v1.Deliverable;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Measured;
import io.bellwether.proto.link.v1.PairsReady;
import io.bellwether.proto.link.v1.Settings;
import io.bellwether.proto.link.v1.Syndrome;
import io.bellwether.proto.link.v1.TestFlags;
import io.bellwether.proto.link.v1.Verification;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.Message;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The session machines' messages on the wire. Whatever cannot be one of them is the peer's fault.
 */
final class WireMessages {
    private WireMessages() {}

    static Envelope toWire(Message message) {
        var envelope = Envelope.newBuilder();
        switch (message) {
            case Message.Proposal m -> envelope.setProposal(WireProposal.toWire(m));
            case Message.Agreement m ->
                    envelope.setAgreement(
                            Agreement.newBuilder().setBlockId(uuid(m.block().value())));
            case Message.PairsReady m ->
                    envelope.setPairsReady(PairsReady.newBuilder().setFirstRound(m.firstRound()));
            case Message.TestFlags m ->
                    envelope.setTestFlags(
                            TestFlags.newBuilder()
                                    .setFirstRound(m.firstRound())
                                    .setFlags(bits(m.flags())));
            case Message.Measured m ->
                    envelope.setMeasured(Measured.newBuilder().setSettings(bits(m.settings())));
            case Message.Settings m ->
                    envelope.setSettings(
                            Settings.newBuilder()
                                    .setTestRoundSettings(bits(m.testRoundSettings()))
                                    .setTestOutcomes(bits(m.testOutcomes())));
            case Message.Syndrome m ->
                    envelope.setSyndrome(Syndrome.newBuilder().setSyndrome(bits(m.syndrome())));
            case Message.Verification m ->
                    envelope.setVerification(
                            Verification.newBuilder()
                                    .setSeed(bits(m.seed()))
                                    .setTag(bits(m.tag())));
            case Message.AmplificationSeed m ->
                    envelope.setAmplificationSeed(
                            AmplificationSeed.newBuilder().setSeed(bits(m.seed())));
            case Message.Acceptance m -> envelope.setAcceptance(acceptance(m));
            case Message.Deliverable m -> envelope.setDeliverable(Deliverable.getDefaultInstance());
            case Message.Abort m ->
                    envelope.setAbort(Abort.newBuilder().setReason(m.reason().ordinal()));
        }
        return envelope.build();
    }

    /**
     * @throws LinkException if the envelope is no message of a block or cannot be one
     */
    static Message fromWire(Envelope envelope) throws LinkException {
        try {
            return switch (envelope.getContentCase()) {
                case PROPOSAL -> WireProposal.fromWire(envelope.getProposal());
                case AGREEMENT ->
                        new Message.Agreement(
                                new BlockId(uuid(envelope.getAgreement().getBlockId())));
                case PAIRS_READY ->
                        new Message.PairsReady(envelope.getPairsReady().getFirstRound());
                case TEST_FLAGS ->
                        new Message.TestFlags(
                                envelope.getTestFlags().getFirstRound(),
                                bits(envelope.getTestFlags().getFlags()));
                case MEASURED -> new Message.Measured(bits(envelope.getMeasured().getSettings()));
                case SETTINGS ->
                        new Message.Settings(
                                bits(envelope.getSettings().getTestRoundSettings()),
                                bits(envelope.getSettings().getTestOutcomes()));
                case SYNDROME -> new Message.Syndrome(bits(envelope.getSyndrome().getSyndrome()));
                case VERIFICATION ->
                        new Message.Verification(
                                bits(envelope.getVerification().getSeed()),
                                bits(envelope.getVerification().getTag()));
                case AMPLIFICATION_SEED ->
                        new Message.AmplificationSeed(
                                bits(envelope.getAmplificationSeed().getSeed()));
                case ACCEPTANCE -> acceptance(envelope.getAcceptance());
                case DELIVERABLE -> new Message.Deliverable();
                case ABORT -> new Message.Abort(reason(envelope.getAbort().getReason()));
                default -> throw unexpected(envelope);
            };
        } catch (IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.MISBEHAVED,
                    "%s: %s".formatted(envelope.getContentCase(), e.getMessage()),
                    e);
        }
    }

    static LinkException unexpected(Envelope envelope) {
        return new LinkException(
                LinkException.Cause.MISBEHAVED,
                "unexpected message %s".formatted(envelope.getContentCase()));
    }

    private static AbortReason reason(int code) {
        AbortReason[] known = AbortReason.values();
        if (code < 0 || code >= known.length) {
            throw new IllegalArgumentException(
                    "reason: %d; limit 0 to %d".formatted(code, known.length - 1));
        }
        return known[code];
    }

    private static Acceptance acceptance(Message.Acceptance m) {
        var acceptance = Acceptance.newBuilder();
        m.lostTestRounds().ifPresent(acceptance::setLostTestRounds);
        return acceptance.build();
    }

    private static Message.Acceptance acceptance(Acceptance wire) {
        return new Message.Acceptance(
                wire.hasLostTestRounds()
                        ? OptionalLong.of(wire.getLostTestRounds())
                        : OptionalLong.empty());
    }

    private static Bits bits(BitArray bits) {
        return Bits.newBuilder()
                .setLength(bits.length())
                .setPacked(UnsafeByteOperations.unsafeWrap(bits.toBytes()))
                .build();
    }

    private static BitArray bits(Bits wire) {
        // Before anything is allocated: the length must be that of the bytes that really came.
        if (wire.getLength() < 0 || (wire.getLength() + 7) / 8 != wire.getPacked().size()) {
            throw new IllegalArgumentException(
                    "%d bits in %d bytes".formatted(wire.getLength(), wire.getPacked().size()));
        }
        return BitArray.fromBytes(wire.getPacked().toByteArray(), wire.getLength());
    }

    static ByteString uuid(UUID id) {
        return UnsafeByteOperations.unsafeWrap(
                ByteBuffer.allocate(16)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    /**
     * @throws IllegalArgumentException if the id does not have 16 bytes
     */
    static UUID uuid(ByteString bytes) {
        if (bytes.size() != 16) {
            throw new IllegalArgumentException(
                    "id: %d bytes; limit exactly 16".formatted(bytes.size()));
        }
        ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
