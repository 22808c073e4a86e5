package io.bellwether.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellwether.foundation.End;
import io.bellwether.keydelivery.conformance.Case;
import io.bellwether.keydelivery.conformance.CaseRunner;
import io.bellwether.keydelivery.conformance.CaseTable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The conformance table of key delivery against two daemons, one pair for all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConformanceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final int BLOCKS = 1;

    private Path folder;
    private Pair pair;
    private DaemonKmes kmes;

    @BeforeAll
    void start(@TempDir Path parent) throws Exception {
        folder = parent.resolve("pair");
        pair =
                Pair.initialise(
                        folder,
                        "protocol.theorem=keylen-renyi-variable",
                        "protocol.blocks=" + BLOCKS,
                        "delivery.maxKeySizeBits=16384",
                        "delivery.saes=[{id: alice-app, kme: alice}, {id: alice-second, kme:"
                            + " alice}, {id: \"sae/1 +ü;%@alice\", kme: alice}, {id: loner-alice,"
                            + " kme: alice}, {id: bob-app, kme: bob}, {id: bob-second, kme: bob},"
                            + " {id: \"sae/1 +ü;%@bob\", kme: bob}, {id: loner-bob, kme: bob}]",
                        "delivery.allow=[{master: alice-app, slave: bob-app},"
                                + " {master: alice-app, slave: bob-second},"
                                + " {master: alice-app, slave: alice-second},"
                                + " {master: alice-app, slave: \"sae/1 +ü;%@bob\"},"
                                + " {master: bob-app, slave: alice-second},"
                                + " {master: bob-app, slave: bob-second},"
                                + " {master: bob-app, slave: \"sae/1 +ü;%@alice\"}]");
        kmes = new DaemonKmes(pair, folder);
        pair.startBox();
        pair.start(End.BOB);
        pair.start(End.ALICE);
        for (End end : End.values()) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> pair.acceptedBlocks(end) == BLOCKS && pair.connected(end));
        }
    }

    @AfterAll
    void stop() {
        pair.close();
    }

    @Test
    @Order(1)
    @DisplayName("every row of the table holds at both daemons")
    void table() throws IOException {
        List<String> broken = new ArrayList<>();
        for (End end : End.values()) {
            try (CaseRunner runner = new CaseRunner(kmes, end)) {
                for (Case row : CaseTable.read()) {
                    try {
                        runner.run(row);
                    } catch (AssertionError | IOException e) {
                        broken.add(end + ": " + row.name() + ": " + e.getMessage());
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    @Order(2)
    @DisplayName("an administrator changes the applications of a running daemon, and it is audited")
    void administration() throws Exception {
        String configuration = pair.configurationFile(End.ALICE).toString();
        assertThat(sae("list", configuration))
                .contains("revision 0, configured")
                .contains("alice-app - bob-app");
        assertThat(sae("add", configuration, "late", "--end", "alice", "--keys-per-day", "5"))
                .contains("revision 1");
        assertThat(sae("allow", configuration, "late", "bob-app")).contains("revision 2");
        assertThat(sae("list", configuration))
                .contains("late")
                .contains("5 keys/day")
                .contains("late - bob-app");
        assertThat(sae("remove", configuration, "late")).contains("revision 3");
        assertThat(sae("reset", configuration)).contains("revision 4");
        Launcher.Result unknown = Launcher.run("sae", "remove", configuration, "nobody");
        assertThat(unknown.exitCode()).isEqualTo(64);
        assertThat(unknown.errors()).contains("nobody: no such SAE");
        assertThat(Files.readString(folder.resolve("alice/data/admin-audit.jsonl")))
                .contains("added late at ALICE keysPerDay 5")
                .contains("allowed late with bob-app")
                .contains("CN=admin sha256:");
    }

    private static String sae(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sae"));
        command.addAll(List.of(arguments));
        Launcher.Result result = Launcher.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.errors()).isZero();
        return result.output();
    }
}
