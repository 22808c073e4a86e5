package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A stream between two applications, and the ids of its keys, which both ends derive alike. The
 * applications are part of the name, so that nobody takes the ids of other people's streams.
 */
record StreamName(UUID id, SaeId source, SaeId destination) {
    /** The chunk at an index. */
    KeyId chunk(long index) {
        return derive("chunk", Long.toString(index));
    }

    /** Reserved by the end of {@code by} when that application opens the stream. */
    KeyId opened(SaeId by) {
        return derive("opened", by.value());
    }

    /** Reserved by the end of {@code by} when that application closes the stream. */
    KeyId closed(SaeId by) {
        return derive("closed", by.value());
    }

    SaeId partnerOf(SaeId sae) {
        return sae.equals(source) ? destination : source;
    }

    /** "UUIDv8 provides a format for [...] vendor-specific use cases" (RFC 9562, section 5.8). */
    private KeyId derive(String kind, String part) {
        MessageDigest digest = sha256();
        for (String text :
                new String[] {
                    "bellwether key stream",
                    id.toString(),
                    source.value(),
                    destination.value(),
                    kind,
                    part
                }) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            // no SAE ID holds a control character
            digest.update((byte) 0);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = hash.getLong() & ~0xF000L | 0x8000L;
        long low = hash.getLong() & ~(0xCL << 60) | 0x8L << 60;
        return new KeyId(new UUID(high, low));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
