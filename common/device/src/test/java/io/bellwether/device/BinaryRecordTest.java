package io.bellwether.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.BoxException.Reason;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

class BinaryRecordTest {
    private static final long SEED = 1947;
    private static final int ROUNDS = 150_001;

    @TempDir private Path directory;

    private Path write(int rounds) throws IOException {
        Path file = directory.resolve("alice.bellrec");
        SplittableRandom random = new SplittableRandom(SEED);
        try (BinaryRecordWriter writer = BinaryRecordWriter.create(file, End.ALICE)) {
            for (int i = 0; i < rounds; i++) {
                int dice = random.nextInt(10);
                if (dice == 9) {
                    writer.exclude();
                } else {
                    writer.add(random.nextInt(2), random.nextInt(3));
                }
            }
            assertThat(writer.rounds()).isEqualTo(rounds);
        }
        return file;
    }

    @Test
    @DisplayName("what is written is read: settings, outcomes, numbers, in half a byte per round")
    void roundTrip() throws Exception {
        for (int rounds : new int[] {0, 1, 2, BinaryRecord.CHUNK_ROUNDS, ROUNDS}) {
            Path file = write(rounds);
            assertThat(Files.size(file)).isLessThanOrEqualTo(rounds / 2 + 60);
            SplittableRandom random = new SplittableRandom(SEED);
            long excluded = 0;
            try (RecordReader reader = RecordReader.open(file, 2)) {
                for (int i = 0; i < rounds; i++) {
                    if (random.nextInt(10) == 9) {
                        excluded++;
                        continue;
                    }
                    assertThat(reader.next()).isTrue();
                    assertThat(reader.roundNumber()).isEqualTo(i);
                    assertThat(reader.setting()).isEqualTo((byte) random.nextInt(2));
                    assertThat(reader.outcome()).isEqualTo((byte) random.nextInt(3));
                }
                assertThat(reader.next()).isFalse();
                assertThat(reader.next()).isFalse();
                assertThat(reader.excludedRounds()).isEqualTo(excluded);
                assertThat(reader.rounds()).isEqualTo(rounds - excluded);
            }
            Files.delete(file);
        }
    }

    @Test
    @DisplayName("a file cut at any byte is refused, and the message names that byte")
    void truncated() throws Exception {
        byte[] whole = Files.readAllBytes(write(100));
        for (int length = BinaryRecord.MAGIC.length; length < whole.length; length++) {
            Path cut = directory.resolve("cut");
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> readAll(cut))
                    .isInstanceOf(BoxException.class)
                    .hasMessageEndingWith("byte %d: the file ends too early".formatted(length));
        }
    }

    @Test
    @DisplayName("a changed byte anywhere is refused as a bad record, and the message names a byte")
    void corrupted() throws Exception {
        byte[] whole = Files.readAllBytes(write(100));
        for (int at = BinaryRecord.MAGIC.length; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x41;
            Path file = directory.resolve("changed");
            Files.write(file, changed);
            assertThatThrownBy(() -> readAll(file))
                    .as("byte %d", at)
                    .isInstanceOf(BoxException.class)
                    .hasMessageMatching("(?s).*: byte \\d+: .*")
                    .extracting(failure -> ((BoxException) failure).reason())
                    .isEqualTo(Reason.BAD_RECORD);
        }
        Path longer = directory.resolve("longer");
        Files.write(longer, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> readAll(longer)).hasMessageContaining("after the end mark");
    }

    @Test
    @DisplayName("a setting that the side does not have is refused with the byte")
    void foreignSetting() throws Exception {
        Path file = directory.resolve("bob.bellrec");
        try (BinaryRecordWriter writer = BinaryRecordWriter.create(file, End.BOB)) {
            writer.add(1, 0);
            writer.add(2, 1);
            assertThatIllegalArgumentException().isThrownBy(() -> writer.add(4, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> writer.add(0, 3));
        }
        assertThatThrownBy(() -> readAll(file))
                .hasMessageEndingWith("byte 20: setting: 2; from 0 to 1");
        try (RecordReader reader = RecordReader.open(file, 3)) {
            assertThat(reader.next()).isTrue();
        }
    }

    @Test
    @DisplayName("a recorded box replays the binary form as it replays the text")
    void recordedBox() throws Exception {
        Path file = directory.resolve("alice.bellrec");
        try (BinaryRecordWriter writer = BinaryRecordWriter.create(file, End.ALICE)) {
            writer.add(1, 0);
            writer.exclude();
            writer.add(0, 2);
        }
        try (RecordedBox box = RecordedBox.open(file, End.ALICE)) {
            byte[] settings = new byte[2];
            byte[] outcomes = new byte[2];
            box.open(Rounds.block(2));
            box.distribute(0, 2);
            box.replay(settings, outcomes, 2);
            assertThat(settings).containsExactly(1, 0);
            assertThat(outcomes).containsExactly(0, Box.NO_CLICK);
            assertThat(box.excludedRounds()).isEqualTo(1);
        }
    }

    private static void readAll(Path file) throws Exception {
        try (RecordReader reader = RecordReader.open(file, 2)) {
            long rounds = 0;
            while (reader.next()) {
                rounds++;
            }
            assertThat(rounds).isEqualTo(reader.rounds());
        }
    }
}
