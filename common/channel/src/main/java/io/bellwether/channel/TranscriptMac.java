package io.bellwether.channel;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import java.security.MessageDigest;
import java.util.Objects;

/**
 * One-time, information-theoretic authentication of one direction of a block's transcript: a
 * polynomial hash over the field of p = 2<sup>127</sup> - 1, encrypted with a one-time pad.
 *
 * <p>The transcript of n bytes is cut into k = ceil((n + 1) / 15) blocks m<sub>i</sub> of 15 bytes,
 * read as little-endian numbers, the last one filled with the byte 1 and zeros. With the point r
 * (the low 127 bits of the first 128 key bits) and the pad s (the last 128 key bits)
 *
 * <pre>    tag = s + ( m_1 r^(k+1) + ... + m_k r^2 + n r  mod p )   mod 2^128,</pre>
 *
 * written as 16 little-endian bytes. The length stands beside r, so distinct transcripts give
 * distinct polynomials, whatever their lengths.
 *
 * <p>What is guaranteed: whoever sees one transcript with its tag, of unlimited computing power,
 * produces another transcript with a valid tag with probability at most {@link
 * #forgeryProbability}. For transcripts T, T' and a difference d of tags, T(r) - T'(r) = d (mod
 * 2^128) holds for one integer d in (-2^127, 2^127) only; the polynomial T - T' - d is not zero and
 * has at most k + 1 roots, and a root of the field has one 127-bit representation, zero two: (k +
 * 2) / 2^127. This is the argument of den Boer, J. Computer Security 2, 65 (1993), and Bernstein,
 * "The Poly1305-AES message-authentication code" (FSE 2005), theorem 3.3, with the one-time pad of
 * Wegman and Carter, J. Comput. Syst. Sci. 22, 265 (1981), in place of the cipher.
 *
 * <p>What is not: a key must never serve two transcripts or two verifications (the object refuses),
 * and an object is not thread-safe. No transcript is kept, so its length is not limited by memory.
 */
public final class TranscriptMac {
    /** The pool bits that one tag takes: 128 for the point and 128 for the pad. */
    public static final int KEY_BITS = 256;

    /** The length of a tag. */
    public static final int TAG_BYTES = 16;

    private final PolynomialHash hash;
    private final byte[] rest = new byte[PolynomialHash.GROUP_BYTES];
    private int restBytes;
    private long transcriptBytes;
    private long padLow;
    private long padHigh;
    private boolean finished;

    /**
     * Starts a transcript.
     *
     * @param key {@link #KEY_BITS} fresh bits of the ledger, erased before this returns
     * @throws IllegalArgumentException if the key has another length
     */
    public TranscriptMac(SecretBits key) {
        if (key.length() != KEY_BITS) {
            throw new IllegalArgumentException(
                    "transcript key: %d bits; limit exactly %d".formatted(key.length(), KEY_BITS));
        }
        BitArray bits = key.read(SecretAccess.to("authenticate one transcript"));
        hash = new PolynomialHash(bits.wordAt(0), bits.wordAt(64));
        padLow = bits.wordAt(128);
        padHigh = bits.wordAt(192);
        key.erase();
    }

    /**
     * The largest probability with which a forgery of a transcript of at most {@code
     * transcriptBytes} bytes is accepted: (ceil((n + 1) / 15) + 2) / 2^127, rounded up.
     *
     * @throws IllegalArgumentException if the length is negative
     */
    public static double forgeryProbability(long transcriptBytes) {
        if (transcriptBytes < 0) {
            throw new IllegalArgumentException(
                    "transcriptBytes: %d; limit 0 or more".formatted(transcriptBytes));
        }
        long blocks = transcriptBytes / PolynomialHash.BLOCK_BYTES + 1;
        return Math.scalb(Math.nextUp((double) (blocks + 2)), -127);
    }

    /** Appends all of {@code data} to the transcript. */
    public void update(byte[] data) {
        update(data, 0, data.length);
    }

    /**
     * Appends {@code length} bytes of {@code data} to the transcript.
     *
     * @throws IllegalStateException if the tag has been made or checked
     * @throws IndexOutOfBoundsException if the range does not lie in {@code data}
     */
    public void update(byte[] data, int offset, int length) {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, data.length);
        transcriptBytes = Math.addExact(transcriptBytes, length);
        int at = offset;
        int end = offset + length;
        if (restBytes > 0) {
            int taken = Math.min(rest.length - restBytes, length);
            System.arraycopy(data, at, rest, restBytes, taken);
            restBytes += taken;
            at += taken;
            if (restBytes < rest.length) {
                return;
            }
            hash.absorbGroups(rest, 0, 1);
            restBytes = 0;
        }
        int groups = (end - at) / PolynomialHash.GROUP_BYTES;
        hash.absorbGroups(data, at, groups);
        at += groups * PolynomialHash.GROUP_BYTES;
        restBytes = end - at;
        System.arraycopy(data, at, rest, 0, restBytes);
    }

    /**
     * Ends the transcript and erases the key.
     *
     * @return {@link #TAG_BYTES} bytes for the peer
     * @throws IllegalStateException if the tag has been made or checked before
     */
    public byte[] tag() {
        requireOpen();
        finished = true;
        absorbRest();
        hash.absorb(transcriptBytes, 0);
        hash.reduce();
        long low = hash.low() + padLow;
        long high = hash.high() + padHigh + PolynomialHash.carry(hash.low(), padLow, low);
        byte[] tag = new byte[TAG_BYTES];
        for (int i = 0; i < 8; i++) {
            tag[i] = (byte) (low >>> 8 * i);
            tag[8 + i] = (byte) (high >>> 8 * i);
        }
        erase();
        return tag;
    }

    /**
     * Ends the transcript, erases the key and says whether {@code received} is its tag, in a time
     * that does not depend on where the two differ.
     *
     * @throws IllegalStateException if the tag has been made or checked before
     */
    public boolean verify(byte[] received) {
        return MessageDigest.isEqual(tag(), received);
    }

    /** Gives the transcript up and erases the key; a tag can no longer be made or checked. */
    public void discard() {
        finished = true;
        erase();
    }

    private void absorbRest() {
        int blocks = restBytes / PolynomialHash.BLOCK_BYTES;
        for (int i = 0; i < blocks; i++) {
            hash.absorbBlock(rest, i * PolynomialHash.BLOCK_BYTES);
        }
        int at = blocks * PolynomialHash.BLOCK_BYTES;
        byte[] last = new byte[PolynomialHash.BLOCK_BYTES];
        System.arraycopy(rest, at, last, 0, restBytes - at);
        last[restBytes - at] = 1;
        hash.absorbBlock(last, 0);
    }

    private void requireOpen() {
        if (finished) {
            throw new IllegalStateException("the transcript has ended; its key is used up");
        }
    }

    private void erase() {
        hash.erase();
        padLow = 0;
        padHigh = 0;
    }
}
