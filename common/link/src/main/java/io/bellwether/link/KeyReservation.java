package io.bellwether.link;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.util.List;

/**
 * One key that an end has set aside for a master and its slaves: a range of a block's bits.
 *
 * @param offsetBits first bit within the block's key
 * @param expiresMillis when neither end hands the key out any more, milliseconds since
 *     1970-01-01T00:00Z; {@link #NEVER} if it does not expire
 */
public record KeyReservation(
        KeyId keyId,
        BlockId block,
        long offsetBits,
        int lengthBits,
        SaeId master,
        List<SaeId> slaves,
        long expiresMillis) {
    /** The expiry of keys that do not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A key that does not expire. */
    public KeyReservation(
            KeyId keyId,
            BlockId block,
            long offsetBits,
            int lengthBits,
            SaeId master,
            List<SaeId> slaves) {
        this(keyId, block, offsetBits, lengthBits, master, slaves, NEVER);
    }

    io.bellwether.proto.link.v1.Reservation toWire() {
        var wire =
                io.bellwether.proto.link.v1.Reservation.newBuilder()
                        .setKeyId(WireMessages.uuid(keyId.value()))
                        .setBlockId(WireMessages.uuid(block.value()))
                        .setOffsetBits(offsetBits)
                        .setLengthBits(lengthBits)
                        .setMasterSaeId(master.value())
                        .setExpiresMillis(expiresMillis == NEVER ? 0 : expiresMillis);
        slaves.forEach(slave -> wire.addSlaveSaeId(slave.value()));
        return wire.build();
    }

    /**
     * @throws IllegalArgumentException if an id is malformed
     */
    static KeyReservation fromWire(io.bellwether.proto.link.v1.Reservation wire) {
        return new KeyReservation(
                new KeyId(WireMessages.uuid(wire.getKeyId())),
                new BlockId(WireMessages.uuid(wire.getBlockId())),
                wire.getOffsetBits(),
                wire.getLengthBits(),
                new SaeId(wire.getMasterSaeId()),
                wire.getSlaveSaeIdList().stream().map(SaeId::new).toList(),
                wire.getExpiresMillis() == 0 ? NEVER : wire.getExpiresMillis());
    }
}
