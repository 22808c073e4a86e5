package io.bellwether.verification;

/**
 * NH with a Toeplitz key, for words of 32 bits and three passes (Black, Halevi, Krawczyk, Krovetz
 * and Rogaway 1999, "UMAC: fast and secure message authentication", section 4): with the halves
 * {@code (a_i, b_i)} of message word i and {@code (k_i, l_i)} of key word i, result t is
 *
 * <pre>sum over i of ((a_i + k_(i+t)) mod 2^32) ((b_i + l_(i+t)) mod 2^32)   mod 2^64.</pre>
 *
 * <p>Two different messages of equal length have the same three results with probability at most
 * 2^-96 over a uniform key. One pass is 2^-32-almost universal, also for results that differ by a
 * given number (there, theorem 4.2), and this needs only the key word at a place where the messages
 * differ to be uniform. At the last such place, pass t meets key word i + t, which neither an
 * earlier pass nor an earlier place of this one has met, so that the passes multiply (theorem 4.3).
 *
 * <p>Takes the same time for all messages of a length: no table and no branch depends on them.
 */
final class BlockHash {
    static final int PASSES = 3;

    /** Probability that two different messages collide. */
    static final double COLLISION = 0x1p-96;

    private static final long LOW = 0xffffffffL;

    private BlockHash() {}

    /** Words of key for messages of at most {@code words} words. */
    static int keyWords(int words) {
        return words + PASSES - 1;
    }

    /**
     * Hashes {@code count} words.
     *
     * @param results receives {@link #PASSES} words from {@code at} on
     */
    static void hash(long[] words, int from, int count, long[] key, long[] results, int at) {
        long first = 0;
        long second = 0;
        long third = 0;
        for (int i = 0; i < count; i++) {
            long word = words[from + i];
            first += product(word, key[i]);
            second += product(word, key[i + 1]);
            third += product(word, key[i + 2]);
        }
        results[at] = first;
        results[at + 1] = second;
        results[at + 2] = third;
    }

    private static long product(long word, long key) {
        return (word + key & LOW) * ((word >>> 32) + (key >>> 32) & LOW);
    }
}
