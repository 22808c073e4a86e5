package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.SplittableRandom;

class TranscriptMacTest {
    private static final BigInteger MODULUS =
            BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
    private static final long SEED = 0x5eed_0001L;

    @Test
    @DisplayName("The tag equals the formula computed with BigInteger, for every length to 400")
    void equalsTheFormula() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int length = 0; length <= 400; length++) {
            byte[] key = bytes(random, 32);
            byte[] transcript = bytes(random, length);
            assertThat(tag(key, transcript))
                    .as("seed %x, length %d", SEED, length)
                    .isEqualTo(reference(key, transcript));
        }
    }

    @Test
    @DisplayName("Extreme points, pads and blocks give the formula's tag")
    void equalsTheFormulaAtTheEdges() {
        byte[][] keys = new byte[6][32];
        Arrays.fill(keys[1], (byte) 0xff);
        Arrays.fill(keys[2], 0, 16, (byte) 0xff);
        keys[2][15] = 0x7f;
        keys[3][0] = 1;
        keys[4][15] = (byte) 0x80;
        Arrays.fill(keys[5], 0, 16, (byte) 0xff);
        keys[5][0] = (byte) 0xfe;
        for (byte[] key : keys) {
            for (int length : new int[] {0, 1, 14, 15, 16, 59, 60, 61, 119, 120, 121, 1000}) {
                for (byte fill : new byte[] {0, 1, (byte) 0x80, (byte) 0xff}) {
                    byte[] transcript = new byte[length];
                    Arrays.fill(transcript, fill);
                    assertThat(tag(key, transcript)).isEqualTo(reference(key, transcript));
                }
            }
        }
    }

    @Test
    @DisplayName(
            "Points and blocks made of extreme words, in every combination, give the formula's tag")
    void equalsTheFormulaForExtremeWords() {
        SplittableRandom random = new SplittableRandom(SEED + 4);
        long[] words = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60, (1L << 60) - 1, -2};
        for (long low : words) {
            for (long high : words) {
                byte[] key =
                        BitArray.wrap(new long[] {low, high, random.nextLong(), -1}, 256).toBytes();
                for (int run = 0; run < 40; run++) {
                    byte[] transcript = new byte[random.nextInt(260)];
                    for (int i = 0; i < transcript.length; i++) {
                        transcript[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : -1);
                    }
                    assertThat(tag(key, transcript))
                            .as("seed %x, r = %x %x, run %d", SEED + 4, high, low, run)
                            .isEqualTo(reference(key, transcript));
                }
            }
        }
    }

    @Test
    @DisplayName("Known answers, computed once with Python integers from the formula")
    void knownAnswers() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (7 * i + 1);
        }
        byte[] transcript = new byte[1000];
        for (int i = 0; i < transcript.length; i++) {
            transcript[i] = (byte) (i * i + 3 * i);
        }
        assertThat(HexFormat.of().formatHex(tag(key, new byte[0])))
                .isEqualTo("e5da6b6699d3e398c12ca905119a6fe0");
        assertThat(HexFormat.of().formatHex(tag(key, transcript)))
                .isEqualTo("65ad6d89319eec4f5e4638955fb8b2f8");
    }

    @Test
    @DisplayName("However the transcript is cut into updates, the tag is the same")
    void cuttingDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        byte[] key = bytes(random, 32);
        byte[] transcript = bytes(random, 5000);
        byte[] whole = tag(key, transcript);
        for (int run = 0; run < 200; run++) {
            TranscriptMac mac = mac(key);
            int at = 0;
            while (at < transcript.length) {
                int length = Math.min(random.nextInt(200), transcript.length - at);
                mac.update(transcript, at, length);
                at += length;
            }
            assertThat(mac.tag()).as("seed %x, run %d", SEED + 1, run).isEqualTo(whole);
        }
    }

    @Test
    @DisplayName("Transcripts that differ in trailing zeros or ones only have different tags")
    void paddingIsUnambiguous() {
        byte[] key = bytes(new SplittableRandom(SEED + 2), 32);
        var seen = new HashSet<String>();
        for (int length = 0; length <= 130; length++) {
            assertThat(seen.add(HexFormat.of().formatHex(tag(key, new byte[length])))).isTrue();
            byte[] one = new byte[length + 1];
            one[length] = 1;
            assertThat(seen.add(HexFormat.of().formatHex(tag(key, one)))).isTrue();
        }
    }

    @Test
    @DisplayName(
            "Any flipped bit of the transcript or of the tag is refused, the true tag accepted")
    void flippedBitsAreRefused() {
        SplittableRandom random = new SplittableRandom(SEED + 3);
        byte[] key = bytes(random, 32);
        byte[] transcript = bytes(random, 75);
        byte[] tag = tag(key, transcript);
        assertThat(verify(key, transcript, tag)).isTrue();
        for (int bit = 0; bit < transcript.length * 8; bit++) {
            byte[] forged = transcript.clone();
            forged[bit >>> 3] ^= (byte) (1 << (bit & 7));
            assertThat(verify(key, forged, tag)).as("transcript bit %d", bit).isFalse();
        }
        for (int bit = 0; bit < tag.length * 8; bit++) {
            byte[] forged = tag.clone();
            forged[bit >>> 3] ^= (byte) (1 << (bit & 7));
            assertThat(verify(key, transcript, forged)).as("tag bit %d", bit).isFalse();
        }
        assertThat(verify(key, transcript, Arrays.copyOf(tag, 15))).isFalse();
    }

    @Test
    @DisplayName("A used key is refused for a second tag, check or byte, and is erased")
    void keyIsUsedOnce() {
        SecretBits key = secret(new byte[32]);
        TranscriptMac mac = new TranscriptMac(key);
        assertThatThrownBy(() -> key.read(SecretAccess.to("test")))
                .isInstanceOf(IllegalStateException.class);
        mac.tag();
        assertThatThrownBy(mac::tag).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mac.verify(new byte[16]))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> mac.update(new byte[1])).isInstanceOf(IllegalStateException.class);
        TranscriptMac discarded = new TranscriptMac(secret(new byte[32]));
        discarded.discard();
        assertThatThrownBy(discarded::tag).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("A key of 255 bits is refused, naming the limit")
    void wrongKeyLength() {
        assertThatThrownBy(() -> new TranscriptMac(new SecretBits(BitArray.ofLength(255))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255")
                .hasMessageContaining("256");
    }

    @Test
    @DisplayName("The forgery bound is (blocks + 2) / 2^127, rounded up: 2^-104 at 100 MB")
    void forgeryBound() {
        assertThat(TranscriptMac.forgeryProbability(0)).isGreaterThan(Math.scalb(3.0, -127));
        assertThat(TranscriptMac.forgeryProbability(0)).isLessThan(Math.scalb(3.001, -127));
        assertThat(TranscriptMac.forgeryProbability(14))
                .isEqualTo(TranscriptMac.forgeryProbability(0));
        assertThat(TranscriptMac.forgeryProbability(15)).isGreaterThan(Math.scalb(4.0, -127));
        assertThat(TranscriptMac.forgeryProbability(100_000_000)).isLessThan(0x1p-104);
        assertThatThrownBy(() -> TranscriptMac.forgeryProbability(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The class comment's formula, block by block, in arbitrary precision. */
    private static byte[] reference(byte[] key, byte[] transcript) {
        BigInteger point = littleEndian(key, 0, 16).clearBit(127);
        BigInteger pad = littleEndian(key, 16, 16);
        byte[] filled = Arrays.copyOf(transcript, (transcript.length / 15 + 1) * 15);
        filled[transcript.length] = 1;
        BigInteger sum = BigInteger.ZERO;
        for (int at = 0; at < filled.length; at += 15) {
            sum = sum.add(littleEndian(filled, at, 15)).multiply(point).mod(MODULUS);
        }
        sum = sum.add(BigInteger.valueOf(transcript.length)).multiply(point).mod(MODULUS);
        byte[] tag = new byte[16];
        BigInteger padded = sum.add(pad);
        for (int i = 0; i < 16; i++) {
            tag[i] = padded.shiftRight(8 * i).byteValue();
        }
        return tag;
    }

    private static BigInteger littleEndian(byte[] bytes, int from, int length) {
        byte[] reversed = new byte[length];
        for (int i = 0; i < length; i++) {
            reversed[length - 1 - i] = bytes[from + i];
        }
        return new BigInteger(1, reversed);
    }

    private static byte[] tag(byte[] key, byte[] transcript) {
        TranscriptMac mac = mac(key);
        mac.update(transcript);
        return mac.tag();
    }

    private static boolean verify(byte[] key, byte[] transcript, byte[] tag) {
        TranscriptMac mac = mac(key);
        mac.update(transcript);
        return mac.verify(tag);
    }

    private static TranscriptMac mac(byte[] key) {
        return new TranscriptMac(secret(key));
    }

    private static SecretBits secret(byte[] key) {
        return new SecretBits(BitArray.fromBytes(key, key.length * 8L));
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    @DisplayName("A transcript of 100 MB in pieces of 256 KiB allocates next to nothing")
    void constantMemory() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] piece = new byte[256 << 10];
        TranscriptMac mac = new TranscriptMac(LedgerFiles.secret(256, 3));
        mac.update(piece);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 400; i++) {
            mac.update(piece);
        }
        byte[] tag = mac.tag();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(tag).hasSize(16);
        assertThat(allocated).isLessThan(1 << 20);
    }
}
