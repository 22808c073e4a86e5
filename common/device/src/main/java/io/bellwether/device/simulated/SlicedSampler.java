package io.bellwether.device.simulated;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Samples 64 rounds at a time: bit i of every word is a round. An outcome is 1 where a random
 * binary fraction is below its probability; the fractions are compared from the highest bit down
 * until every round is decided, after 7.3 words on average.
 *
 * <p>A round's bits of the random words do not depend on which of the other 63 are played with it,
 * so a block gives the same outcomes however it is framed.
 */
final class SlicedSampler {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWEST_BITS = 0x0101010101010101L;

    /** Moves bit 0 of byte i to bit 56 + i. */
    private static final long GATHER = 0x0102040810204080L;

    /** Bit i of byte i. */
    private static final long DIAGONAL = 0x8040201008040201L;

    private static final long ALL_BUT_HIGHEST = 0x7f7f7f7f7f7f7f7fL;

    private final Words aliceWords;
    private final Words bobWords;
    private int lane;

    /** Random words of the current 64 rounds, drawn when first needed. */
    private static final class Words {
        private final PhysicsGenerator generator;
        private final long[] words = new long[SlicedTable.BITS];
        private int drawn;

        Words(PhysicsGenerator generator) {
            this.generator = generator;
        }

        long get(int k) {
            if (k == drawn) {
                words[drawn++] = generator.next();
            }
            return words[k];
        }

        void nextRounds() {
            drawn = 0;
        }
    }

    SlicedSampler(long seed, UUID block) {
        aliceWords = new Words(new PhysicsGenerator(seed, block));
        UUID other = new UUID(block.getMostSignificantBits(), ~block.getLeastSignificantBits());
        bobWords = new Words(new PhysicsGenerator(seed, other));
    }

    /** Plays {@code rounds} rounds from where the two frames stand, and advances both. */
    void sample(SlicedTable table, Frame alice, Frame bob, int rounds) {
        for (int left = rounds; left > 0; ) {
            int count = Math.min(64 - lane, left);
            play(table, alice, bob, count);
            alice.advance(count);
            bob.advance(count);
            left -= count;
            lane += count;
            if (lane == 64) {
                lane = 0;
                aliceWords.nextRounds();
                bobWords.nextRounds();
            }
        }
    }

    private void play(SlicedTable table, Frame alice, Frame bob, int count) {
        long lanes = (count == 64 ? -1 : (1L << count) - 1) << lane;
        long x = gather(alice.settings(), alice.done(), count, 0) << lane;
        long test1 = gather(bob.settings(), bob.done(), count, 0) << lane;
        long key = gather(bob.settings(), bob.done(), count, 1) << lane;
        long test0 = lanes & ~(test1 | key);
        long x0 = ~x;
        long m0 = x0 & test0;
        long m1 = x0 & test1;
        long m2 = x0 & key;
        long m3 = x & test0;
        long m4 = x & test1;
        long m5 = x & key;
        long a = drawAlice(table.alice(), lanes, m0, m1, m2, m3, m4, m5);
        long b = drawBob(table.bob(), lanes, a, m0, m1, m2, m3, m4, m5);
        scatter(a >>> lane, alice.outcomes(), alice.done(), count);
        scatter(b >>> lane, bob.outcomes(), bob.done(), count);
    }

    private long drawAlice(
            long[] t, long lanes, long m0, long m1, long m2, long m3, long m4, long m5) {
        long undecided = lanes;
        long ones = 0;
        for (int k = 0, at = 0; k < SlicedTable.BITS && undecided != 0; k++, at += 6) {
            long bit =
                    m0 & t[at]
                            | m1 & t[at + 1]
                            | m2 & t[at + 2]
                            | m3 & t[at + 3]
                            | m4 & t[at + 4]
                            | m5 & t[at + 5];
            long dice = aliceWords.get(k);
            ones |= undecided & ~dice & bit;
            undecided &= ~(dice ^ bit);
        }
        return ones;
    }

    private long drawBob(
            long[] t, long lanes, long a, long m0, long m1, long m2, long m3, long m4, long m5) {
        long undecided = lanes;
        long ones = 0;
        for (int k = 0, at = 0; k < SlicedTable.BITS && undecided != 0; k++, at += 12) {
            long after0 =
                    m0 & t[at]
                            | m1 & t[at + 1]
                            | m2 & t[at + 2]
                            | m3 & t[at + 3]
                            | m4 & t[at + 4]
                            | m5 & t[at + 5];
            long after1 =
                    m0 & t[at + 6]
                            | m1 & t[at + 7]
                            | m2 & t[at + 8]
                            | m3 & t[at + 9]
                            | m4 & t[at + 10]
                            | m5 & t[at + 11];
            long bit = after0 & ~a | after1 & a;
            long dice = bobWords.get(k);
            ones |= undecided & ~dice & bit;
            undecided &= ~(dice ^ bit);
        }
        return ones;
    }

    /** One bit of each byte, as a word. */
    private static long gather(byte[] bytes, int from, int count, int bit) {
        long word = 0;
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            long eight = (long) EIGHT_BYTES.get(bytes, from + i) >>> bit & LOWEST_BITS;
            word |= (eight * GATHER >>> 56) << i;
        }
        for (; i < count; i++) {
            word |= (long) (bytes[from + i] >>> bit & 1) << i;
        }
        return word;
    }

    /** A word as bytes of 0 and 1. */
    private static void scatter(long word, byte[] bytes, int from, int count) {
        int i = 0;
        for (; i + 8 <= count; i += 8) {
            long eight = (word >>> i & 0xff) * LOWEST_BITS & DIAGONAL;
            EIGHT_BYTES.set(bytes, from + i, eight + ALL_BUT_HIGHEST >>> 7 & LOWEST_BITS);
        }
        for (; i < count; i++) {
            bytes[from + i] = (byte) (word >>> i & 1);
        }
    }
}
