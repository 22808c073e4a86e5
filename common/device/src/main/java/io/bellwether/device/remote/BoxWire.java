package io.bellwether.device.remote;

import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.BoxShape;
import io.bellwether.foundation.End;
import io.bellwether.proto.device.v1.BoxFault;
import io.bellwether.proto.device.v1.Side;

/** The limits of the box contract and the translation of its small types. */
final class BoxWire {
    /** "Messages are at most 128 KiB" (device.proto). */
    static final int MESSAGE_LIMIT_BYTES = 128 * 1024;

    /** "1 to 65536 bytes" of settings (device.proto). */
    static final int FRAME_BYTES_LIMIT = 65_536;

    /** "at most 500 characters" (device.proto). */
    static final int DETAIL_LENGTH_LIMIT = 500;

    private BoxWire() {}

    static Side side(End end) {
        return switch (end) {
            case ALICE -> Side.SIDE_ALICE;
            case BOB -> Side.SIDE_BOB;
        };
    }

    static io.bellwether.proto.device.v1.BoxDescription toWire(BoxDescription description) {
        return io.bellwether.proto.device.v1.BoxDescription.newBuilder()
                .setModel(description.model())
                .setSide(side(description.end()))
                .setSettingCount(description.settingCount())
                .setOutcomeCount(description.outcomeCount())
                .setSimulated(description.simulated())
                .setStatement(description.statement())
                .build();
    }

    /** Refuses a box that is not the half that {@code end} needs. */
    static BoxDescription fromWire(
            io.bellwether.proto.device.v1.BoxDescription wire,
            End end,
            BoxAddress address,
            BoxShape shape)
            throws BoxException {
        if (wire.getSide() != side(end)) {
            throw new BoxException(
                    Reason.PROTOCOL_VIOLATION,
                    "the box at %s is %s, this node needs %s"
                            .formatted(address, wire.getSide(), side(end)));
        }
        requireCount(address, "settings", wire.getSettingCount(), shape.settings(end), shape);
        // a box that leaves the field out has two outcomes
        int outcomes =
                wire.getOutcomeCount() == 0 ? BoxDescription.OUTCOME_COUNT : wire.getOutcomeCount();
        requireCount(address, "outcomes", outcomes, shape.outcomes(), shape);
        return new BoxDescription(
                wire.getModel(),
                end,
                wire.getSettingCount(),
                outcomes,
                BoxDescription.SettingOrigin.NODE,
                wire.getSimulated(),
                wire.getStatement());
    }

    /** A box for another protocol is refused before a block is opened. */
    private static void requireCount(
            BoxAddress address, String what, int count, int needed, BoxShape shape)
            throws BoxException {
        if (count != needed) {
            throw new BoxException(
                    Reason.PROTOCOL_VIOLATION,
                    "the box at %s has %s %s, the %s protocol needs %d here"
                            .formatted(
                                    address,
                                    Integer.toUnsignedString(count),
                                    what,
                                    shape.protocol(),
                                    needed));
        }
    }

    static BoxFault toWire(BoxException failure) {
        BoxFault.Reason reason =
                switch (failure.reason()) {
                    case BUSY -> BoxFault.Reason.REASON_BUSY;
                    case PARTNER_LOST, ABANDONED -> BoxFault.Reason.REASON_PARTNER_LOST;
                    case TIMED_OUT -> BoxFault.Reason.REASON_TIMED_OUT;
                    case PROTOCOL_VIOLATION -> BoxFault.Reason.REASON_PROTOCOL_VIOLATION;
                    case EXHAUSTED -> BoxFault.Reason.REASON_EXHAUSTED;
                    case APPARATUS, BAD_RECORD, CLOSED, RETIRED, UNREACHABLE ->
                            BoxFault.Reason.REASON_APPARATUS;
                };
        return fault(reason, failure.getMessage());
    }

    static BoxFault fault(BoxFault.Reason reason, String detail) {
        return BoxFault.newBuilder()
                .setReason(reason)
                .setDetail(BoxDescription.clean(detail, DETAIL_LENGTH_LIMIT))
                .build();
    }

    static BoxException fromWire(BoxFault fault, BoxAddress address) {
        Reason reason =
                switch (fault.getReason()) {
                    case REASON_BUSY -> Reason.BUSY;
                    case REASON_PARTNER_LOST -> Reason.PARTNER_LOST;
                    case REASON_TIMED_OUT -> Reason.TIMED_OUT;
                    case REASON_PROTOCOL_VIOLATION -> Reason.PROTOCOL_VIOLATION;
                    case REASON_EXHAUSTED -> Reason.EXHAUSTED;
                    case REASON_APPARATUS, REASON_UNSPECIFIED, UNRECOGNIZED -> Reason.APPARATUS;
                };
        return BoxException.reported(
                reason,
                "the box at %s reports".formatted(address),
                BoxDescription.clean(fault.getDetail(), DETAIL_LENGTH_LIMIT));
    }
}
