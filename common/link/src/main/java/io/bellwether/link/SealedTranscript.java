package io.bellwether.link;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * One direction of an exchange: everything said since the last seal, and the one-time keys of the
 * seals to come. Each stretch starts with the exchange, the direction and the number of the seal,
 * so that no stretch can stand for another.
 */
final class SealedTranscript {
    private final UUID exchange;
    private final String direction;
    private final Deque<SecretBits> keys = new ArrayDeque<>();
    private int sealNumber;
    private TranscriptMac mac;

    /**
     * @param bits a whole number of one-time keys, erased here
     */
    SealedTranscript(UUID exchange, String direction, SecretBits bits) {
        this.exchange = exchange;
        this.direction = direction;
        for (long at = 0; at < bits.length(); at += TranscriptMac.KEY_BITS) {
            keys.add(
                    new SecretBits(
                            bits.read(SecretAccess.to("take one seal's key"))
                                    .slice(at, TranscriptMac.KEY_BITS)));
        }
        bits.erase();
        begin();
    }

    private void begin() {
        if (keys.isEmpty()) {
            mac = null;
            return;
        }
        mac = new TranscriptMac(keys.remove());
        byte[] label =
                "%s %s %d"
                        .formatted(exchange, direction, sealNumber++)
                        .getBytes(StandardCharsets.US_ASCII);
        add(label);
    }

    /** Appends a message; its length goes with it, so that messages cannot be divided otherwise. */
    void add(byte[] message) {
        if (mac != null) {
            mac.update(ByteBuffer.allocate(4).putInt(message.length).array());
            mac.update(message);
        }
    }

    /**
     * The tag of this stretch; a new stretch begins.
     *
     * @throws IllegalStateException if the exchange has no seal left in this direction
     */
    byte[] tag() {
        byte[] tag = open().tag();
        begin();
        return tag;
    }

    /** Whether {@code tag} is the tag of this stretch; a new stretch begins. */
    boolean verify(byte[] tag) {
        boolean right = open().verify(tag);
        begin();
        return right;
    }

    private TranscriptMac open() {
        if (mac == null) {
            throw new IllegalStateException("no seal left in exchange " + exchange);
        }
        return mac;
    }

    /** Erases the keys that were not needed; their bits stay used. */
    void discard() {
        if (mac != null) {
            mac.discard();
        }
        keys.forEach(SecretBits::erase);
    }
}
