package io.bellwether.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class BoxArrayTest {
    private static final BlockId BLOCK = new BlockId(new UUID(1, 2));

    /** Writes down what it is asked; its outcomes are its number. */
    private record Diary(int number, List<String> entries) implements FreeBox {
        private void note(String entry) {
            entries.add(number + " " + entry);
        }

        @Override
        public BoxDescription describe() {
            return new BoxDescription(
                    "box" + number,
                    End.ALICE,
                    2,
                    2,
                    BoxDescription.SettingOrigin.NODE,
                    number == 1,
                    "A diary.");
        }

        @Override
        public void open(BlockSpecification block) {
            note("open " + block.rounds());
        }

        @Override
        public void distribute(long firstRound, int rounds) {
            note("distribute %d +%d".formatted(firstRound, rounds));
        }

        @Override
        public void measure(byte[] settings, byte[] outcomes, int rounds) {
            note("measure " + rounds);
            outcomes[0] = (byte) number;
        }

        @Override
        public void abandon() {
            note("abandon");
        }

        @Override
        public void close() {
            note("close");
        }
    }

    private final List<String> entries = new ArrayList<>();
    private final BoxArray array =
            new BoxArray(List.of(new Diary(0, entries), new Diary(1, entries)));

    @Test
    @DisplayName("each box gets its own half of the block, numbered from 0, after the one before")
    void oneAfterTheOther() throws BoxException {
        byte[] outcomes = new byte[1];
        array.open(new BlockSpecification(BLOCK, 20));
        array.distribute(0, 10);
        array.measure(new byte[1], outcomes, 1);
        array.distribute(10, 6);
        array.measure(new byte[1], outcomes, 1);
        assertThat(outcomes).containsExactly(1);
        array.distribute(16, 4);
        array.open(new BlockSpecification(BLOCK, 20));
        array.abandon();
        array.close();

        assertThat(entries)
                .containsExactly(
                        "0 open 10",
                        "0 distribute 0 +10",
                        "0 measure 1",
                        "1 open 10",
                        "1 distribute 0 +6",
                        "1 measure 1",
                        "1 distribute 6 +4",
                        "0 open 10",
                        "0 abandon",
                        "1 abandon",
                        "0 close",
                        "1 close");
    }

    @Test
    @DisplayName("rounds of two boxes at a time, and blocks that cannot be divided, are refused")
    void refusals() throws BoxException {
        array.open(new BlockSpecification(BLOCK, 20));
        assertThatThrownBy(() -> array.distribute(8, 4))
                .hasMessage("rounds 8 to 11: limit those of one box, 10 each");
        assertThatThrownBy(() -> array.open(new BlockSpecification(BLOCK, 21)))
                .hasMessage("rounds: 21; limit a multiple of 2 boxes");
        assertThatThrownBy(() -> new BoxArray(List.of(new Diary(0, entries))))
                .hasMessage("boxes: 1; limit at least 2");
    }

    @Test
    @DisplayName("it describes itself by all of its boxes")
    void describes() {
        assertThat(array.describe().model()).isEqualTo("box0 + box1");
        assertThat(array.describe().simulated()).isTrue();
        assertThat(array.describe().statement()).startsWith("2 boxes, one after the other");
    }
}
