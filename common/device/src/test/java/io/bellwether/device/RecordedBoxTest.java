package io.bellwether.device;

import static io.bellwether.device.Rounds.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.ChshGame;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.foundation.End;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class RecordedBoxTest {
    private static final Path DELFT = Path.of("../../deploy/examples/delft2015");
    private static final int DELFT_ROUNDS = 245;

    @TempDir private Path directory;

    @Test
    @DisplayName("the Delft files are what the published counts give")
    void delftFilesAreUpToDate() throws IOException {
        DelftRecords records = DelftRecords.of(DELFT.resolve("published-counts.csv"));
        assertThat(DELFT.resolve("alice.csv")).hasContent(records.alice());
        assertThat(DELFT.resolve("bob.csv")).hasContent(records.bob());
    }

    @Test
    @DisplayName("Delft 2015 replays with n = 245, 196 wins and S = 2.4225, then is exhausted")
    void delft() throws BoxException {
        byte[] x = new byte[DELFT_ROUNDS];
        byte[] a = new byte[DELFT_ROUNDS];
        byte[] y = new byte[DELFT_ROUNDS];
        byte[] b = new byte[DELFT_ROUNDS];
        replay("alice.csv", End.ALICE, x, a);
        replay("bob.csv", End.BOB, y, b);
        int wins = 0;
        int[][] rounds = new int[2][2];
        int[][] balance = new int[2][2];
        for (int i = 0; i < DELFT_ROUNDS; i++) {
            wins += ChshGame.wins(x[i], y[i], a[i], b[i]) ? 1 : 0;
            rounds[x[i]][y[i]]++;
            balance[x[i]][y[i]] += a[i] == b[i] ? 1 : -1;
        }
        assertThat(wins).isEqualTo(196);
        double chsh = 0;
        for (int i = 0; i < 4; i++) {
            double correlator = balance[i / 2][i % 2] / (double) rounds[i / 2][i % 2];
            chsh += i == 3 ? -correlator : correlator;
        }
        assertThat(chsh).isCloseTo(2.4225, within(5e-5));
    }

    private static void replay(String file, End end, byte[] settings, byte[] outcomes)
            throws BoxException {
        try (RecordedBox box = RecordedBox.open(DELFT.resolve(file), end)) {
            assertThat(box.describe().settingOrigin())
                    .isEqualTo(BoxDescription.SettingOrigin.RECORD);
            box.open(block(DELFT_ROUNDS));
            box.distribute(0, DELFT_ROUNDS);
            box.replay(settings, outcomes, DELFT_ROUNDS);
            box.open(block(1));
            box.distribute(0, 1);
            assertReason(() -> box.replay(new byte[1], new byte[1], 1), Reason.EXHAUSTED)
                    .hasMessageEndingWith("ends after 245 rounds");
        }
    }

    @Test
    @DisplayName(
            "rounds that the herald excluded are skipped and counted, lost ones are not skipped")
    void herald() throws Exception {
        Path file =
                write(
                        """
                        # comment
                        round,setting,outcome,herald

                        0,1,0,1
                        1,,,0
                        2,0,2,1
                        3,1,1,0
                        4,1,1,1
                        """);
        try (RecordedBox box = RecordedBox.open(file, End.ALICE)) {
            byte[] settings = new byte[3];
            byte[] outcomes = new byte[3];
            box.open(block(3));
            box.distribute(0, 3);
            box.replay(settings, outcomes, 3);
            assertThat(settings).containsExactly(1, 0, 1);
            assertThat(outcomes).containsExactly(0, Box.NO_CLICK, 1);
            assertThat(box.excludedRounds()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,0,0     | :2: round: 1; 0 comes next",
                "0,2,0     | :2: setting: 2; from 0 to 1",
                "0,0,3     | :2: outcome: 3; from 0 to 2",
                "0,,0      | :2: setting: empty; from 0 to 1",
                "0,0       | :2: 2 fields; 3",
                "0,0,0,1   | :2: 4 fields; 3",
                "0,00,0    | :2: setting: 00; from 0 to 1",
                "x,0,0     | :2: round: x; 0 comes next"
            })
    @DisplayName("a wrong line is refused with file, line number, field, value and limit")
    void wrongLine(String line, String message) throws Exception {
        Path file = write("round,setting,outcome\n" + line + "\n");
        try (RecordedBox box = RecordedBox.open(file, End.ALICE)) {
            box.open(block(1));
            box.distribute(0, 1);
            assertReason(() -> box.replay(new byte[1], new byte[1], 1), Reason.BAD_RECORD)
                    .hasMessage(file + message);
        }
    }

    @Test
    @DisplayName("a file that is missing, has no header or is no text is refused when opened")
    void unusableFile() throws Exception {
        assertReason(() -> RecordedBox.open(directory.resolve("no"), End.BOB), Reason.BAD_RECORD)
                .hasMessageStartingWith("cannot read the record");
        Path headless = write("0,0,0\n");
        assertReason(() -> RecordedBox.open(headless, End.BOB), Reason.BAD_RECORD)
                .hasMessageContaining(":1: the header is not round,setting,outcome");
        Path binary = directory.resolve("binary");
        Files.write(binary, new byte[] {'#', (byte) 0xff, '\n'});
        assertReason(() -> RecordedBox.open(binary, End.BOB), Reason.BAD_RECORD)
                .hasMessageContaining("no ASCII text");
    }

    @Test
    @DisplayName(
            "a record left in mid-block refuses another block, one left before it began does not")
    void leftInMidBlock() throws Exception {
        Path file = write("round,setting,outcome\n0,0,0\n1,0,0\n2,0,0\n");
        try (RecordedBox box = RecordedBox.open(file, End.ALICE)) {
            box.open(block(2));
            box.distribute(0, 2);
            box.abandon();
            assertReason(() -> box.replay(new byte[1], new byte[1], 1), Reason.ABANDONED);
            box.open(block(2));
            box.distribute(0, 2);
            box.replay(new byte[1], new byte[1], 1);
            assertReason(() -> box.open(block(2)), Reason.EXHAUSTED)
                    .hasMessageContaining("left after round 1 of a block");
        }
    }

    @Test
    @DisplayName("rounds that were not distributed cannot be replayed")
    void order() throws Exception {
        Path file = write("round,setting,outcome\n0,0,0\n1,0,0\n");
        try (RecordedBox box = RecordedBox.open(file, End.ALICE)) {
            box.open(block(2));
            box.distribute(0, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> box.replay(new byte[2], new byte[2], 2));
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("record.csv"), text);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable>
            assertReason(Rounds.BoxStep step, Reason reason) {
        Throwable failure = Rounds.failureOf(step);
        assertThat(failure)
                .asInstanceOf(InstanceOfAssertFactories.type(BoxException.class))
                .extracting(BoxException::reason)
                .isEqualTo(reason);
        return assertThatThrownBy(() -> {
            throw failure;
        });
    }
}
