package io.bellwether.link;

import com.google.protobuf.InvalidProtocolBufferException;

import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Reservations;
import io.bellwether.protocol.Message;

/**
 * Fuzz target: what the peer's connection brings. It is a message that survives the way back to the
 * wire, or the peer's fault.
 */
public final class FuzzLinkMessages {
    private FuzzLinkMessages() {}

    public static void fuzzerTestOneInput(byte[] raw) {
        try {
            Envelope envelope = Assembler.parse(raw);
            switch (envelope.getContentCase()) {
                case GREETING -> Greeting.fromWire(envelope.getGreeting());
                case RESERVATION_REQUEST ->
                        reservations(
                                envelope.getReservationRequest().getReservations().toByteArray());
                default -> thereAndBack(WireMessages.fromWire(envelope));
            }
        } catch (LinkException faultOfThePeer) {
            return;
        }
    }

    private static void thereAndBack(Message message) throws LinkException {
        Envelope again = Assembler.parse(WireMessages.toWire(message).toByteArray());
        if (!WireMessages.fromWire(again).equals(message)) {
            throw new AssertionError("changed on the way: " + message);
        }
    }

    /** What {@link ControlLane} answers for is the tag before and these two after. */
    private static void reservations(byte[] content) {
        try {
            for (var reservation : Reservations.parseFrom(content).getReservationList()) {
                KeyReservation key = KeyReservation.fromWire(reservation);
                if (!KeyReservation.fromWire(key.toWire()).equals(key)) {
                    throw new AssertionError("changed on the way: " + key);
                }
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException faultOfThePeer) {
            return;
        }
    }
}
