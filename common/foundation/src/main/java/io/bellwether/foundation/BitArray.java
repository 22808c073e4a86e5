package io.bellwether.foundation;

import java.util.Arrays;

/**
 * A mutable string of bits, packed 64 to a word: bit {@code i} is bit {@code i & 63} of word {@code
 * i >>> 6}. Bits of the last word beyond the length are always zero.
 *
 * <p>Holds public data (settings, syndromes, seeds). Data that must stay secret is held by {@link
 * SecretBits}.
 */
public final class BitArray {
    private final long[] words;
    private final long length;

    private BitArray(long[] words, long length) {
        this.words = words;
        this.length = length;
    }

    /** A string of {@code length} zero bits. */
    public static BitArray ofLength(long length) {
        return new BitArray(new long[wordsFor(length)], length);
    }

    /**
     * Takes over {@code words} without copying; bits beyond {@code length} are cleared.
     *
     * @throws IllegalArgumentException if the number of words does not fit the length
     */
    public static BitArray wrap(long[] words, long length) {
        if (words.length != wordsFor(length)) {
            throw new IllegalArgumentException(
                    "a string of %d bits needs %d words, got %d"
                            .formatted(length, wordsFor(length), words.length));
        }
        BitArray bits = new BitArray(words, length);
        bits.clearPadding();
        return bits;
    }

    /**
     * Reads {@code length} bits, bit {@code i} being bit {@code i & 7} of byte {@code i >>> 3}.
     *
     * @throws IllegalArgumentException if the number of bytes is not the length rounded up to
     *     bytes, or if a bit beyond the length is set
     */
    public static BitArray fromBytes(byte[] bytes, long length) {
        if (bytes.length != byteCount(length)) {
            throw new IllegalArgumentException(
                    "a string of %d bits needs %d bytes, got %d"
                            .formatted(length, byteCount(length), bytes.length));
        }
        BitArray bits = ofLength(length);
        for (int i = 0; i < bytes.length; i++) {
            bits.words[i >>> 3] |= (bytes[i] & 0xffL) << ((i & 7) << 3);
        }
        long lastWord = bits.words.length == 0 ? 0 : bits.words[bits.words.length - 1];
        bits.clearPadding();
        if (bits.words.length > 0 && bits.words[bits.words.length - 1] != lastWord) {
            throw new IllegalArgumentException(
                    "bits beyond the length %d are set".formatted(length));
        }
        return bits;
    }

    /** The number of words that hold {@code length} bits. */
    public static int wordsFor(long length) {
        if (length < 0 || length > (long) (Integer.MAX_VALUE - 8) << 6) {
            throw new IllegalArgumentException("length in bits out of range: " + length);
        }
        return (int) ((length + 63) >>> 6);
    }

    /** The number of bytes that hold {@code length} bits. */
    public static int byteCount(long length) {
        return Math.toIntExact((length + 7) >>> 3);
    }

    public long length() {
        return length;
    }

    public boolean get(long index) {
        return (words[wordOf(index)] >>> index & 1) != 0;
    }

    public void set(long index, boolean value) {
        int word = wordOf(index);
        long mask = 1L << index;
        words[word] = value ? words[word] | mask : words[word] & ~mask;
    }

    /** The live words; a writer keeps the bits beyond the length zero. */
    public long[] words() {
        return words;
    }

    /** The 64 bits that start at {@code index}, zeros beyond the end. */
    public long wordAt(long index) {
        int word = (int) (index >>> 6);
        int shift = (int) (index & 63);
        long low = word < words.length ? words[word] >>> shift : 0;
        return shift == 0 || word + 1 >= words.length ? low : low | words[word + 1] << (64 - shift);
    }

    /** A copy of the bits {@code [from, from + count)}. */
    public BitArray slice(long from, long count) {
        if (from < 0 || count < 0 || from + count > length) {
            throw new IndexOutOfBoundsException(
                    "slice [%d, +%d) of %d bits".formatted(from, count, length));
        }
        BitArray part = ofLength(count);
        for (int i = 0; i < part.words.length; i++) {
            part.words[i] = wordAt(from + ((long) i << 6));
        }
        part.clearPadding();
        return part;
    }

    /** Overwrites the bits {@code [at, at + part.length())} with {@code part}. */
    public void put(long at, BitArray part) {
        if (at < 0 || at + part.length > length) {
            throw new IndexOutOfBoundsException(
                    "put [%d, +%d) into %d bits".formatted(at, part.length, length));
        }
        for (long done = 0; done < part.length; done += 64) {
            int count = (int) Math.min(64, part.length - done);
            putWord(at + done, part.words[(int) (done >>> 6)], count);
        }
    }

    private void putWord(long at, long value, int count) {
        long mask = count == 64 ? -1L : (1L << count) - 1;
        int word = (int) (at >>> 6);
        int shift = (int) (at & 63);
        words[word] = words[word] & ~(mask << shift) | (value & mask) << shift;
        if (shift + count > 64) {
            words[word + 1] =
                    words[word + 1] & ~(mask >>> (64 - shift)) | (value & mask) >>> (64 - shift);
        }
    }

    /** Adds {@code other} modulo 2, in place. */
    public void xor(BitArray other) {
        requireSameLength(other);
        for (int i = 0; i < words.length; i++) {
            words[i] ^= other.words[i];
        }
    }

    public BitArray copy() {
        return new BitArray(words.clone(), length);
    }

    /** The number of ones. */
    public long cardinality() {
        long ones = 0;
        for (long word : words) {
            ones += Long.bitCount(word);
        }
        return ones;
    }

    /** The number of positions in which the two strings, of equal length, differ. */
    public long hammingDistance(BitArray other) {
        requireSameLength(other);
        long distance = 0;
        for (int i = 0; i < words.length; i++) {
            distance += Long.bitCount(words[i] ^ other.words[i]);
        }
        return distance;
    }

    /** The inverse of {@link #fromBytes}. */
    public byte[] toBytes() {
        byte[] bytes = new byte[byteCount(length)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words[i >>> 3] >>> ((i & 7) << 3));
        }
        return bytes;
    }

    /** Overwrites every bit with zero. */
    public void clear() {
        Arrays.fill(words, 0);
    }

    private void clearPadding() {
        if ((length & 63) != 0) {
            words[words.length - 1] &= (1L << length) - 1;
        }
    }

    private void requireSameLength(BitArray other) {
        if (other.length != length) {
            throw new IllegalArgumentException(
                    "lengths differ: %d and %d bits".formatted(length, other.length));
        }
    }

    private int wordOf(long index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("bit %d of %d".formatted(index, length));
        }
        return (int) (index >>> 6);
    }

    /** Not for secrets: takes a time that depends on the contents. */
    @Override
    public boolean equals(Object other) {
        return other instanceof BitArray bits
                && bits.length == length
                && Arrays.equals(bits.words, words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words) * 31 + Long.hashCode(length);
    }

    /** The length only, so that a string of bits never reaches a log by accident. */
    @Override
    public String toString() {
        return "BitArray[" + length + " bits]";
    }
}
