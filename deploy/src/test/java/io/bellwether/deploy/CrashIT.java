package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Real daemons, killed and stopped. */
class CrashIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KILLS = 6;

    /** A key that one end's application was given, which the other end's must be able to fetch. */
    private record Handed(End at, Application.Key key) {}

    @TempDir Path folder;

    @Test
    @DisplayName(
            "after kill -9 at random moments on both sides, every key handed out at one end is"
                    + " fetched at the other")
    void noKeyIsLostToKills() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashIT seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Handed> handed = new ArrayList<>();
        try (Pair pair = Pair.initialise(folder.resolve("pair"))) {
            pair.startBox();
            pair.start(End.BOB);
            pair.start(End.ALICE);
            awaitBlock(pair);
            for (int kill = 0; kill < KILLS; kill++) {
                End victim = random.nextBoolean() ? End.ALICE : End.BOB;
                long delayMillis = random.nextLong(1500);
                await().pollDelay(delayMillis, TimeUnit.MILLISECONDS).until(() -> true);
                take(pair, handed);
                pair.kill(victim);
                takeFrom(pair, victim.other(), handed);
                pair.start(victim);
                awaitBlock(pair);
                take(pair, handed);
            }
            assertThat(handed).hasSizeGreaterThanOrEqualTo(2 * KILLS);
            for (Handed given : handed) {
                Application.Key fetched =
                        pair.application(given.at().other())
                                .keyOf(nameOf(given.at()), given.key().id());
                // Compared without showing them.
                assertThat(fetched.equals(given.key())).as(given.key().id()).isTrue();
            }
        }
    }

    @Test
    @DisplayName(
            "a lost box aborts the block on both sides, and the next one starts by itself when it"
                    + " is back")
    void lostBoxIsSurvived() throws Exception {
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
        }
    }

    @Test
    @DisplayName(
            "a second daemon on the same data directory is refused, and SIGTERM ends the first with"
                    + " exit code 0 or 143")
    void secondDaemonIsRefused() throws Exception {
        try (Pair pair = Pair.initialise(folder.resolve("pair"))) {
            pair.startBox();
            pair.start(End.BOB);
            pair.start(End.ALICE);
            awaitBlock(pair);
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

    private static void take(Pair pair, List<Handed> handed) throws Exception {
        for (End end : End.values()) {
            takeFrom(pair, end, handed);
        }
    }

    private static void takeFrom(Pair pair, End end, List<Handed> handed) throws Exception {
        Optional<Application.Key> key = pair.application(end).newKey(nameOf(end.other()));
        key.ifPresent(given -> handed.add(new Handed(end, given)));
    }

    private static String nameOf(End end) {
        return end == End.ALICE ? "app-alice" : "app-bob";
    }
}
