package io.bellwether.foundation;

/**
 * The trusted randomness of a node, as a port: settings, hash seeds and keys are drawn from it and
 * from nothing else. In a node it is a cryptographic generator seeded by the operating system; a
 * simulation passes a seeded one, so that one seed replays a whole run.
 */
public interface EntropySource {
    /** Fills {@code target} with independent uniform bits. */
    void fill(long[] target);

    /** A string of {@code length} independent uniform bits. */
    default BitArray bits(long length) {
        long[] words = new long[BitArray.wordsFor(length)];
        fill(words);
        return BitArray.wrap(words, length);
    }
}
