package io.bellwether.link;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/**
 * One direction of an exchange: everything said since the last seal, and the one-time keys of the
 * seals to come. Each stretch starts with the exchange, the direction and the number of the seal,
 * so that no stretch can stand for another.
 */
final class SealedTranscript {
    /** Guessing a token succeeds with 2^-128. */
    static final int TOKEN_BITS = 128;

    private final UUID exchange;
    private final String direction;
    private final Deque<SecretBits> keys = new ArrayDeque<>();
    private final Deque<SecretBits> tokens = new ArrayDeque<>();
    private int sealNumber;
    private TranscriptMac mac;

    /**
     * @param bits the one-time keys of the seals, then one-time tokens; erased here
     * @param seals how many seals there will be
     */
    SealedTranscript(UUID exchange, String direction, SecretBits bits, int seals) {
        this.exchange = exchange;
        this.direction = direction;
        BitArray all = bits.read(SecretAccess.to("take the keys of seals and tokens"));
        long tokensFrom = (long) seals * TranscriptMac.KEY_BITS;
        for (long at = 0; at < tokensFrom; at += TranscriptMac.KEY_BITS) {
            keys.add(new SecretBits(all.slice(at, TranscriptMac.KEY_BITS)));
        }
        for (long at = tokensFrom; at < bits.length(); at += TOKEN_BITS) {
            tokens.add(new SecretBits(all.slice(at, TOKEN_BITS)));
        }
        bits.erase();
        begin();
    }

    /**
     * The next one-time token: pool bits that nobody but the two ends can say before the sender
     * does. For a message on whose arrival something is announced that must not be known earlier;
     * its content is covered by the next seal.
     *
     * @throws IllegalStateException if there is none left
     */
    byte[] nextToken() {
        if (tokens.isEmpty()) {
            throw new IllegalStateException("no token left in exchange " + exchange);
        }
        try (SecretBits token = tokens.remove()) {
            return token.read(SecretAccess.to("say a one-time token")).toBytes();
        }
    }

    /** Whether {@code said} is the next token; compared in constant time, used up either way. */
    boolean isNextToken(byte[] said) {
        return !tokens.isEmpty() && MessageDigest.isEqual(nextToken(), said);
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
        tokens.forEach(SecretBits::erase);
    }
}
