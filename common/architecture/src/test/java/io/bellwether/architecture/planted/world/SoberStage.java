package io.bellwether.architecture.planted.world;

import java.util.Arrays;
import java.util.List;

/** What a pure stage may do, to show that the rule does not refuse everything. */
record SoberStage(long[] words, List<String> names) {
    long[] copied() {
        long[] copy = new long[words.length];
        System.arraycopy(words, 0, copy, 0, words.length);
        Arrays.sort(copy);
        return names.stream().anyMatch(String::isEmpty) ? copy : words;
    }
}
