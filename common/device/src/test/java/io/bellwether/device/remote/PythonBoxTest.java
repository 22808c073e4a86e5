package io.bellwether.device.remote;

import static io.bellwether.device.Rounds.block;
import static io.bellwether.device.Rounds.runBlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.Rounds;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The reference box in Python, in a process of its own, and the node's client. */
@Timeout(120)
class PythonBoxTest {
    private static final Path PROGRAM = Path.of("../../deploy/examples/python-box/demo_box.py");
    private static final BoxDeadlines DEADLINES = new BoxDeadlines(10_000, 20_000, 20_000);
    private static final BoxDeadlines SHORT = new BoxDeadlines(10_000, 1_000, 1_000);

    @TempDir private Path directory;

    private Process box;
    private BufferedReader output;

    @BeforeEach
    void requirePython() throws InterruptedException {
        assumeTrue(pythonIsThere(), "no python3 on this machine: the Python box is not tried");
    }

    private static boolean pythonIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    @AfterEach
    void kill() throws InterruptedException {
        if (box != null) {
            box.destroyForcibly().waitFor();
        }
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("python3", PROGRAM.toString()));
        command.addAll(List.of(arguments));
        box = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        output = box.inputReader();
    }

    /** The program says where it serves. */
    private BoxAddress address() throws IOException {
        String line = output.readLine();
        assertThat(line).contains(" half at ");
        return BoxAddress.parse(line.substring(line.lastIndexOf(' ') + 1));
    }

    @Test
    @DisplayName("blocks run through it in frames of any size, with S of its visibility")
    void honest() throws Exception {
        double visibility = 0.95;
        start(
                "--alice",
                "127.0.0.1:0",
                "--bob",
                "127.0.0.1:0",
                "--seed",
                "11",
                "--visibility",
                "0.95");
        try (RemoteBox alice = RemoteBox.connect(address(), End.ALICE, DEADLINES);
                RemoteBox bob = RemoteBox.connect(address(), End.BOB, DEADLINES)) {
            assertThat(alice.describe().model()).isEqualTo("python-demo");
            assertThat(bob.describe().simulated()).isTrue();
            Rounds rounds = runBlock(alice, bob, block(200_000), 65_536, 10_000);
            // 33,000 rounds per pair of settings: seven standard errors of S are 0.06
            assertThat(chsh(rounds)).isCloseTo(2 * Math.sqrt(2) * visibility, within(0.06));
            assertThat(runBlock(alice, bob, block(300), 1, 7).rounds()).isEqualTo(300);
        }
    }

    private static double chsh(Rounds rounds) {
        long[][] balance = new long[2][2];
        long[][] counts = new long[2][2];
        for (int i = 0; i < rounds.rounds(); i++) {
            if (rounds.y()[i] < 2) {
                counts[rounds.x()[i]][rounds.y()[i]]++;
                balance[rounds.x()[i]][rounds.y()[i]] += rounds.a()[i] == rounds.b()[i] ? 1 : -1;
            }
        }
        double s = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                double e = balance[x][y] / (double) counts[x][y];
                s += x * y == 1 ? -e : e;
            }
        }
        return s;
    }

    @Test
    @DisplayName("it serves on a unix socket, and an abandoned block leaves it ready for the next")
    void unixSocketAndAbandon() throws Exception {
        start(
                "--alice", "unix:" + directory.resolve("a.sock"),
                "--bob", "unix:" + directory.resolve("b.sock"),
                "--efficiency", "0.9");
        try (RemoteBox alice = RemoteBox.connect(address(), End.ALICE, DEADLINES);
                RemoteBox bob = RemoteBox.connect(address(), End.BOB, DEADLINES)) {
            BlockSpecification given = block(1_000);
            alice.open(given);
            bob.open(given);
            alice.distribute(0, 1_000);
            alice.abandon();
            Rounds rounds = runBlock(alice, bob, block(5_000), 1_000, 1_000);
            assertThat(rounds.a()).contains((byte) 2);
            Throwable wrongHalf =
                    Rounds.failureOf(() ->
                            RemoteBox.connect(
                                    BoxAddress.parse("unix:" + directory.resolve("b.sock")),
                                    End.ALICE,
                                    DEADLINES));
            assertThat(wrongHalf).hasMessageContaining("is SIDE_BOB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stall,    TIMED_OUT,          did not answer within 1000 ms",
        "twice,    PROTOCOL_VIOLATION, sent another answer after the last round",
        "short,    PROTOCOL_VIOLATION, gave 49 outcomes for 50 settings",
        "nonsense, PROTOCOL_VIOLATION, 'gave an outcome that is none of 0, 1 and 2'",
        "fault,    APPARATUS,          RuntimeError: the laser is not locked"
    })
    @DisplayName("a half that misbehaves in one block gets a named reason, and the next block runs")
    void misbehaves(String how, Reason reason, String message) throws Exception {
        start("--alice", "127.0.0.1:0", "--bob", "127.0.0.1:0", "--misbehave", how);
        try (RemoteBox alice = RemoteBox.connect(address(), End.ALICE, SHORT);
                RemoteBox bob = RemoteBox.connect(address(), End.BOB, DEADLINES)) {
            Throwable failure = Rounds.failureOf(() -> oneFrame(alice, bob));
            assertThat(failure).isInstanceOf(BoxException.class).hasMessageContaining(message);
            assertThat(((BoxException) failure).reason()).isEqualTo(reason);
            if (!how.equals("stall")) {
                assertThat(runBlock(alice, bob, block(100), 50, 50).rounds()).isEqualTo(100);
            }
        }
    }

    /** Alice's side of a block of one frame; Bob's half answers in a thread. */
    private static void oneFrame(RemoteBox alice, RemoteBox bob) throws BoxException {
        BlockSpecification given = block(50);
        alice.open(given);
        bob.open(given);
        Thread other =
                Thread.ofVirtual()
                        .start(() ->
                                Rounds.failureOf(() -> {
                                    bob.distribute(0, 50);
                                    bob.measure(new byte[50], new byte[50], 50);
                                }));
        try {
            alice.distribute(0, 50);
            alice.measure(new byte[50], new byte[50], 50);
        } finally {
            bob.abandon();
            join(other);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    @DisplayName("a box that dies in a block is unreachable, and used again when it is back")
    void dies() throws Exception {
        start("--alice", "127.0.0.1:0", "--bob", "127.0.0.1:0", "--misbehave", "die");
        BoxAddress aliceAddress = address();
        BoxAddress bobAddress = address();
        try (RemoteBox alice = RemoteBox.connect(aliceAddress, End.ALICE, DEADLINES);
                RemoteBox bob = RemoteBox.connect(bobAddress, End.BOB, DEADLINES)) {
            Throwable failure = Rounds.failureOf(() -> oneFrame(alice, bob));
            assertThat(failure).isInstanceOf(BoxException.class);
            assertThat(((BoxException) failure).reason()).isEqualTo(Reason.UNREACHABLE);
            box.waitFor();
            start("--alice", aliceAddress.toString(), "--bob", bobAddress.toString());
            assertThat(address()).isEqualTo(aliceAddress);
            assertThat(address()).isEqualTo(bobAddress);
            assertThat(runBlock(alice, bob, block(100), 50, 50).rounds()).isEqualTo(100);
        }
    }
}
