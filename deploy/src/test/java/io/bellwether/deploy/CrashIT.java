package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/** Real daemons, killed and stopped. */
class CrashIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KILLS = 30;

    @TempDir Path folder;

    @Test
    @DisplayName(
            "after 30 kill -9 at random moments, freezes, cuts, partitions and full disks, every"
                    + " key handed out at one end is fetched at the other")
    void noKeyIsLost() throws Exception {
        Launcher.Result result =
                Launcher.runFor(
                        15,
                        "crash",
                        "--kills",
                        Integer.toString(KILLS),
                        "--without-disk-full",
                        "--json");
        System.out.println(result.errors() + result.output());
        assertThat(result.exitCode()).as(result.errors() + result.output()).isZero();
        JsonNode report = new ObjectMapper().readTree(result.output());
        assertThat(report.at("/faults/kill").asInt()).isEqualTo(KILLS);
        assertThat(report.get("announced").asInt()).isGreaterThan(KILLS);
        assertThat(report.get("fetched")).isEqualTo(report.get("announced"));
        assertThat(report.get("violations")).isEmpty();
    }

    @Test
    @DisplayName(
            "a lost box aborts the block on both sides, and the next one starts by itself when it"
                    + " is back; a second daemon on the same data directory is refused, and SIGTERM"
                    + " ends the first with exit code 0 or 143")
    void lostBoxAndSecondDaemon() throws Exception {
        try (Pair pair = Pair.initialise(folder.resolve("pair"))) {
            pair.startBox();
            pair.start(End.BOB);
            pair.start(End.ALICE);
            awaitBlock(pair);
            pair.killBox();
            await().atMost(PATIENCE)
                    .until(() -> pair.log(End.BOB).contains("reason=\"BOX_FAILED\""));
            long before = pair.acceptedBlocks(End.BOB);
            pair.startBox();
            await().atMost(PATIENCE).until(() -> pair.acceptedBlocks(End.BOB) > before);
            Launcher.Result second =
                    Launcher.run("bob", pair.configurationFile(End.BOB).toString());
            assertThat(second.exitCode()).isEqualTo(75);
            assertThat(second.errors()).contains("is in use by process");
            assertThat(pair.stop(End.BOB)).isIn(0, 143);
        }
    }

    private static void awaitBlock(Pair pair) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        pair.connected(End.ALICE)
                                && pair.connected(End.BOB)
                                && pair.acceptedBlocks(End.BOB) > 0
                                && pair.acceptedBlocks(End.ALICE) > 0);
    }
}
