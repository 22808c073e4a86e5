package io.bellwether.node.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a misspelt one was meant to be. */
final class NearMiss {
    /** More changes than this make it another word. */
    private static final int MAXIMUM_DISTANCE = 3;

    private NearMiss() {}

    static Optional<String> of(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(plain(word), plain(candidate)) <= limit(candidate))
                .min(Comparator.comparingInt(c -> distance(plain(word), plain(c))));
    }

    private static int limit(String candidate) {
        return Math.min(MAXIMUM_DISTANCE, candidate.length() / 2);
    }

    /** block-rounds, block_rounds and BlockRounds are all meant to be blockRounds. */
    private static String plain(String word) {
        return word.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein distance, by rows. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
