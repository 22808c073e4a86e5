package io.bellwether.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BlockId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.UUID;

class LedgerStateTest {
    private static final long CAPACITY = 1024;
    private static final BlockId BLOCK = new BlockId(new UUID(1, 2));
    private static final LedgerState START = LedgerState.initial(LedgerFiles.POOL_ID, CAPACITY);

    @Test
    @DisplayName("A record that would use a bit again is damage, in either direction")
    void usedAgain() throws LedgerDamagedException {
        for (Direction direction : Direction.values()) {
            LedgerState used = START.after(new LedgerEvent.Reserved(direction, 128, 384), CAPACITY);
            assertThat(used.mark(direction)).isEqualTo(384);
            refused(used, new LedgerEvent.Reserved(direction, 256, 512));
            refused(used, new LedgerEvent.Claimed(direction, 0, 128));
            refused(used, new LedgerEvent.Skipped(direction, 383, 640));
        }
    }

    @Test
    @DisplayName("A record beyond the pool, backwards, or of an unfitting refill is damage")
    void impossible() {
        refused(START, new LedgerEvent.Reserved(Direction.ALICE_TO_BOB, 0, CAPACITY + 128));
        refused(START, new LedgerEvent.Claimed(Direction.BOB_TO_ALICE, 256, 128));
        refused(START, new LedgerEvent.Refilled(BLOCK, CAPACITY - 128, CAPACITY));
        refused(START, new LedgerEvent.Refilled(BLOCK, CAPACITY, CAPACITY + 128));
    }

    @Test
    @DisplayName("The lineage follows the order of refills, not what is used in between")
    void lineage() throws LedgerDamagedException {
        LedgerState empty = START;
        for (Direction direction : Direction.values()) {
            empty = empty.after(new LedgerEvent.Skipped(direction, 0, 512), CAPACITY);
        }
        assertThat(empty.lineage()).isEqualTo(START.lineage());
        BlockId other = new BlockId(new UUID(3, 4));
        LedgerState one =
                empty.after(new LedgerEvent.Refilled(BLOCK, 1024, 1152), CAPACITY)
                        .after(new LedgerEvent.Refilled(other, 1152, 1280), CAPACITY);
        LedgerState swapped =
                empty.after(new LedgerEvent.Refilled(other, 1024, 1152), CAPACITY)
                        .after(new LedgerEvent.Refilled(BLOCK, 1152, 1280), CAPACITY);
        assertThat(one.lineage()).isNotEqualTo(swapped.lineage());
        assertThat(LedgerState.initial(new UUID(5, 6), CAPACITY).lineage())
                .isNotEqualTo(START.lineage());
    }

    private static void refused(LedgerState state, LedgerEvent event) {
        assertThatThrownBy(() -> state.after(event, CAPACITY))
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("cannot follow");
    }
}
