package io.bellwether.securityproof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which entries of a moment matrix &lt;S_i^dagger S_j&gt; have to be equal (Navascues, Pironio,
 * Acin, Phys. Rev. Lett. 98, 010401 (2007)). The letters are observables of two outcomes, A_x and
 * B_y, with A_x^2 = B_y^2 = 1 and [A_x, B_y] = 0; S_i are the words of a level. A word and its
 * reverse are complex conjugates and stand for one real moment: taking the real part of a moment
 * matrix keeps it positive. Every word is unitary, so every moment of a state is in [-1, 1].
 */
final class MomentMatrix {
    private final int[][] wordOf;
    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final int[] entriesOfWord;

    MomentMatrix(int aliceSettings, int bobSettings, MomentLevel level) {
        List<int[][]> rows = rows(aliceSettings, bobSettings, level);
        int n = rows.size();
        wordOf = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int[] alice = joined(rows.get(i)[0], rows.get(j)[0]);
                int[] bob = joined(rows.get(i)[1], rows.get(j)[1]);
                wordOf[i][j] = indices.computeIfAbsent(name(alice, bob), key -> indices.size());
            }
        }
        entriesOfWord = new int[indices.size()];
        for (int[] row : wordOf) {
            for (int word : row) {
                entriesOfWord[word]++;
            }
        }
    }

    private static List<int[][]> rows(int aliceSettings, int bobSettings, MomentLevel level) {
        List<int[]> aliceWords = words(aliceSettings, level);
        List<int[]> bobWords = words(bobSettings, level);
        int longest = level == MomentLevel.ONE ? 1 : 2;
        List<int[][]> rows = new ArrayList<>();
        for (int[] alice : aliceWords) {
            for (int[] bob : bobWords) {
                if (alice.length + bob.length <= longest) {
                    rows.add(new int[][] {alice, bob});
                }
            }
        }
        return rows;
    }

    private static List<int[]> words(int settings, MomentLevel level) {
        List<int[]> words = new ArrayList<>();
        words.add(new int[0]);
        for (int first = 0; first < settings; first++) {
            words.add(new int[] {first});
            for (int second = 0; level == MomentLevel.TWO && second < settings; second++) {
                if (second != first) {
                    words.add(new int[] {first, second});
                }
            }
        }
        return words;
    }

    /** left^dagger right, where equal neighbours cancel. */
    private static int[] joined(int[] left, int[] right) {
        int common = 0;
        while (common < left.length && common < right.length && left[common] == right[common]) {
            common++;
        }
        int[] word = new int[left.length + right.length - 2 * common];
        int length = 0;
        for (int i = left.length - 1; i >= common; i--) {
            word[length++] = left[i];
        }
        for (int i = common; i < right.length; i++) {
            word[length++] = right[i];
        }
        return word;
    }

    private static String name(int[] alice, int[] bob) {
        String forward = letters(alice, false) + "|" + letters(bob, false);
        String backward = letters(alice, true) + "|" + letters(bob, true);
        return forward.compareTo(backward) <= 0 ? forward : backward;
    }

    private static String letters(int[] word, boolean reversed) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < word.length; i++) {
            letters.append(word[reversed ? word.length - 1 - i : i]).append('.');
        }
        return letters.toString();
    }

    /** Number of words S_i. */
    int size() {
        return wordOf.length;
    }

    /** Number of different moments. */
    int words() {
        return entriesOfWord.length;
    }

    /** Which moment entry (i, j) is. */
    int word(int i, int j) {
        return wordOf[i][j];
    }

    /** How many entries are this moment. */
    int entries(int word) {
        return entriesOfWord[word];
    }

    /** The moment of nothing, &lt;1&gt;; all diagonal entries are it. */
    int one() {
        return index(new int[0], new int[0]);
    }

    /** &lt;A_x&gt;. */
    int alice(int x) {
        return index(new int[] {x}, new int[0]);
    }

    /** &lt;B_y&gt;. */
    int bob(int y) {
        return index(new int[0], new int[] {y});
    }

    /** &lt;A_x B_y&gt;. */
    int both(int x, int y) {
        return index(new int[] {x}, new int[] {y});
    }

    /** Adds weight p(ab|xy) = weight (1 +- A)(1 +- B)/4 to coefficients of moments. */
    void addProbability(double[] coefficients, double weight, int a, int b, int x, int y) {
        double alice = a == 0 ? weight / 4 : -weight / 4;
        coefficients[one()] += weight / 4;
        coefficients[alice(x)] += alice;
        coefficients[bob(y)] += b == 0 ? weight / 4 : -weight / 4;
        coefficients[both(x, y)] += b == 0 ? alice : -alice;
    }

    private int index(int[] alice, int[] bob) {
        return indices.get(name(alice, bob));
    }
}
