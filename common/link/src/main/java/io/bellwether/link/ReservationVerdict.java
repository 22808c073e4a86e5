package io.bellwether.link;

import io.bellwether.foundation.KeyId;
import io.bellwether.proto.link.v1.Verdict;

/** What an end says of the other's reservations. */
public sealed interface ReservationVerdict {
    /** All of them are durable. */
    record Recorded() implements ReservationVerdict {}

    /**
     * None of them was recorded, because of {@code keyId}.
     *
     * @param reason one of a fixed set of names
     */
    record Refused(KeyId keyId, String reason) implements ReservationVerdict {}

    default Verdict toWire() {
        return switch (this) {
            case Recorded r -> Verdict.newBuilder().setRecorded(true).build();
            case Refused refused ->
                    Verdict.newBuilder()
                            .setRefusedKeyId(WireMessages.uuid(refused.keyId().value()))
                            .setReason(refused.reason())
                            .build();
        };
    }

    /**
     * @throws IllegalArgumentException if the key's id is malformed
     */
    static ReservationVerdict fromWire(Verdict wire) {
        return wire.getRecorded()
                ? new Recorded()
                : new Refused(
                        new KeyId(WireMessages.uuid(wire.getRefusedKeyId())), wire.getReason());
    }
}
