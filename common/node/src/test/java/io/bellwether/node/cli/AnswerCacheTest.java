package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class AnswerCacheTest {
    @TempDir Path folder;

    @Test
    @DisplayName("an answer is found again by its question, and by no other")
    void foundByQuestion() throws IOException {
        AnswerCache cache = new AnswerCache(folder.resolve("new"), "1.0");
        assertThat(cache.find("rate")).isEmpty();
        cache.keep("rate", "keyBits: 1\nmore\n");
        assertThat(cache.find("rate")).contains("keyBits: 1\nmore\n");
        assertThat(cache.find("rate --json")).isEmpty();
    }

    @Test
    @DisplayName("another version of the software computes anew")
    void otherVersion() throws IOException {
        new AnswerCache(folder, "1.0").keep("rate", "old");
        assertThat(new AnswerCache(folder, "1.1").find("rate")).isEmpty();
    }

    @Test
    @DisplayName("a file that was changed or cut at any byte is not used")
    void damaged() throws IOException {
        AnswerCache cache = new AnswerCache(folder, "1.0");
        cache.keep("rate", "keyBits: 95884");
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            Files.write(file, Arrays.copyOf(whole, i));
            assertThat(cache.find("rate")).as("cut at " + i).isEmpty();
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            assertThat(cache.find("rate")).as("changed at " + i).isEmpty();
        }
    }

    @Test
    @DisplayName("the folder does not grow without end")
    void bounded() throws IOException {
        AnswerCache cache = new AnswerCache(folder, "1.0");
        for (int i = 0; i < 220; i++) {
            cache.keep("rate " + i, "answer");
        }
        assertThat(files()).hasSizeLessThanOrEqualTo(200);
        assertThat(cache.find("rate 219")).contains("answer");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.toList();
        }
    }
}
