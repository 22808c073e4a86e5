package io.bellwether.keystore;

import static io.bellwether.keystore.StoreFixture.MASTER;
import static io.bellwether.keystore.StoreFixture.SLAVE;
import static io.bellwether.keystore.StoreFixture.addDeliverable;
import static io.bellwether.keystore.StoreFixture.block;
import static io.bellwether.keystore.StoreFixture.blockId;
import static io.bellwether.keystore.StoreFixture.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

@ParameterizedClass
@EnumSource(Engine.class)
class BlockStateTest {
    @Parameter Engine engine;
    @TempDir Path directory;
    private KeyStore alice;
    private KeyStore bob;

    @BeforeEach
    void openBothEnds() {
        alice = openAt(End.ALICE);
        bob = openAt(End.BOB);
    }

    @AfterEach
    void closeBothEnds() {
        alice.close();
        bob.close();
    }

    private KeyStore openAt(End end) {
        Path home = directory.resolve(end.name());
        home.toFile().mkdirs();
        return new StoreFixture(home, engine).open(end);
    }

    @Test
    @DisplayName("no key is cut from a block that is only stored")
    void storedIsNotDeliverable() {
        alice.storeBlock(block(1, 1000, 1000));
        assertThat(alice.reserve(request(1, 256))).isEmpty();
        assertThat(alice.availableKeys(End.ALICE, 256)).isZero();
        assertThat(alice.counts()).isEqualTo(new StoreCounts(1, 0, 0, 0, 0));
    }

    @Test
    @DisplayName("storing, marking and discarding again change nothing; a discard is for ever")
    void blockStatesNeverGoBack() {
        assertThat(alice.storeBlock(block(1, 1000, 500))).isEqualTo(BlockState.STORED);
        assertThat(alice.storeBlock(block(1, 1000, 500))).isEqualTo(BlockState.STORED);
        assertThat(alice.markDeliverable(blockId(1))).isEqualTo(BlockState.DELIVERABLE);
        assertThat(alice.markDeliverable(blockId(1))).isEqualTo(BlockState.DELIVERABLE);
        assertThat(alice.storeBlock(block(1, 1000, 500))).isEqualTo(BlockState.DELIVERABLE);
        assertThat(alice.discard(blockId(1))).isEqualTo(BlockState.DELIVERABLE);

        alice.storeBlock(block(2, 1000, 500));
        assertThat(alice.discard(blockId(2))).isEqualTo(BlockState.DISCARDED);
        assertThat(alice.discard(blockId(3))).isEqualTo(BlockState.DISCARDED);
        for (int number = 2; number <= 3; number++) {
            assertThat(alice.markDeliverable(blockId(number))).isEqualTo(BlockState.DISCARDED);
            assertThat(alice.storeBlock(block(number, 1000, 500))).isEqualTo(BlockState.DISCARDED);
        }
        assertThat(alice.blocksIn(BlockState.DISCARDED))
                .extracting(BlockStatus::id)
                .containsExactly(blockId(2), blockId(3));
    }

    @Test
    @DisplayName("a block id that comes back with other contents is refused")
    void conflictingBlock() {
        alice.storeBlock(block(1, 1000, 500));
        assertThatThrownBy(() -> alice.storeBlock(block(1, 1000, 501)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(blockId(1).toString());
        assertThatThrownBy(() -> alice.markDeliverable(blockId(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not stored here");
    }

    @Test
    @DisplayName("a block whose every bit was delivered is exhausted, at both ends")
    void exhausted() {
        addDeliverable(alice, 1, 512, 512);
        addDeliverable(bob, 1, 512, 512);
        List<Reservation> reserved = alice.reserve(request(2, 256)).orElseThrow();
        List<KeyId> ids = reserved.stream().map(Reservation::keyId).toList();
        bob.recordPeerReservations(reserved, Set.of(SLAVE));
        alice.takeForMaster(MASTER, ids);
        assertThat(alice.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
        bob.takeForSlave(MASTER, SLAVE, ids.subList(0, 1));
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).isEmpty();
        bob.takeForSlave(MASTER, SLAVE, ids.subList(1, 2));
        assertThat(bob.blocksIn(BlockState.EXHAUSTED)).hasSize(1);
        assertThat(bob.recordPeerReservations(reserved, Set.of(SLAVE)))
                .isEqualTo(new RecordOutcome.Recorded());
    }
}
