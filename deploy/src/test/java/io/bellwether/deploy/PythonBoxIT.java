package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Two real daemons and the reference box in Python. */
class PythonBoxIT {
    @TempDir private Path folder;

    @Test
    @DisplayName(
            "daemons name what a broken Python box did, make a key with it in the next block, and"
                    + " go on when it was killed and came back")
    void brokenThenHonest() throws Exception {
        assumeTrue(pythonIsThere(), "no python3 on this machine: the Python box is not tried");
        try (Pair pair = Pair.initialise(folder.resolve("pair"))) {
            pair.startPythonBox("--misbehave", "nonsense", "--at", "1");
            pair.start(End.BOB);
            pair.start(End.ALICE);
            awaitBlocks(pair, 1);
            assertThat(pair.log(End.ALICE))
                    .contains("PROTOCOL_VIOLATION", "none of 0, 1 and 2", "BOX_FAILED");
            pair.killBox();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> pair.log(End.ALICE).contains("UNREACHABLE"));
            pair.startPythonBox();
            awaitBlocks(pair, pair.acceptedBlocks(End.ALICE) + 1);
        }
    }

    private static void awaitBlocks(Pair pair, long blocks) {
        await().atMost(Duration.ofMinutes(6))
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        pair.acceptedBlocks(End.ALICE) >= blocks
                                && pair.acceptedBlocks(End.BOB) >= blocks);
    }

    private static boolean pythonIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
