package io.bellwether.device.simulated;

import static io.bellwether.device.Rounds.block;
import static io.bellwether.device.Rounds.runBlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.FreeBox;
import io.bellwether.device.Rounds;
import io.bellwether.foundation.End;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;

@Timeout(30)
class SimulatedSourceTest {
    private static final long LONG_MILLIS = 20_000;

    private final SimulatedSource source =
            new SimulatedSource(BoxModel.of("oxford2022"), 2022, LONG_MILLIS);
    private final FreeBox alice = source.half(End.ALICE);
    private final FreeBox bob = source.half(End.BOB);

    @AfterEach
    void close() {
        source.close();
    }

    @Test
    @DisplayName("a block gives the same outcomes however each side frames it")
    void framingDoesNotMatter() {
        BlockSpecification block = block(5_000);
        Rounds whole = runBlock(alice, bob, block, 5_000, 5_000);
        assertThat(runBlock(alice, bob, block, 1_000, 700)).isEqualTo(whole);
        assertThat(runBlock(alice, bob, block, 13, 4_999)).isEqualTo(whole);
        assertThat(runBlock(alice, bob, block, 1, 1)).isEqualTo(whole);
    }

    @Test
    @DisplayName("a drift, bursts and afterpulses go by the rounds, not by the frames")
    void framingDoesNotMatterToBoxesThatChange() {
        for (BoxModel model :
                new BoxModel[] {
                    BoxModel.parse("drift", java.util.Map.of("drift-rounds", "3000")),
                    BoxModel.parse(
                            "bursts",
                            java.util.Map.of("period-rounds", "700", "burst-rounds", "130")),
                    BoxModel.parse(
                            "afterpulsing", java.util.Map.of("afterpulse-probability", "0.5"))
                }) {
            try (SimulatedSource changing = new SimulatedSource(model, 5, LONG_MILLIS)) {
                FreeBox one = changing.half(End.ALICE);
                FreeBox other = changing.half(End.BOB);
                BlockSpecification block = block(5_000);
                Rounds whole = runBlock(one, other, block, 5_000, 5_000);
                assertThat(runBlock(one, other, block, 13, 700)).isEqualTo(whole);
            }
        }
    }

    @Test
    @DisplayName("a half is described with its own settings and says that it is simulated")
    void description() {
        assertThat(alice.describe().settingCount()).isEqualTo(2);
        assertThat(bob.describe().settingCount()).isEqualTo(3);
        assertThat(bob.describe().simulated()).isTrue();
        assertThat(bob.describe().statement()).contains("demonstration");
        assertThat(bob.describe().sequencing(1, BoxDescription.Uses.SEQUENTIAL))
                .startsWith("Strictly sequential");
        assertThat(bob.describe().sequencing(8192, BoxDescription.Uses.SEQUENTIAL))
                .contains("up to 8192 rounds at a time");
        assertThat(bob.describe().sequencing(1, BoxDescription.Uses.SEPARATE))
                .contains("no use of the box signals to another")
                .doesNotContain("equential");
    }

    @Test
    @DisplayName("a half that is closed ends the other's wait, and both can run the next block")
    void closingEndsTheOthersWait() throws BoxException {
        CompletableFuture<Throwable> failure = waitInMeasure(alice, bob, block(10));
        bob.close();
        assertReason(failure, Reason.PARTNER_LOST);
        assertThat(runBlock(alice, source.half(End.BOB), block(100), 10, 10).rounds())
                .isEqualTo(100);
    }

    @Test
    @DisplayName("a half that opens the next block ends the other's wait in the old one")
    void openingTheNextBlockEndsTheOthersWait() throws BoxException {
        CompletableFuture<Throwable> failure = waitInMeasure(alice, bob, block(10));
        bob.open(block(20));
        assertReason(failure, Reason.PARTNER_LOST);
        assertThat(runBlock(alice, bob, block(100), 10, 10).rounds()).isEqualTo(100);
    }

    @Test
    @DisplayName("a half that abandons its block ends its own wait and the other's")
    void abandoning() throws BoxException {
        CompletableFuture<Throwable> failure = waitInMeasure(alice, bob, block(10));
        alice.abandon();
        assertReason(failure, Reason.ABANDONED);
        assertThatThrownBy(() -> bob.measure(new byte[1], new byte[1], 1))
                .asInstanceOf(InstanceOfAssertFactories.type(BoxException.class))
                .extracting(BoxException::reason)
                .isEqualTo(Reason.PARTNER_LOST);
        assertThat(runBlock(alice, bob, block(100), 10, 10).rounds()).isEqualTo(100);
    }

    @Test
    @DisplayName("closing the source ends a wait for good")
    void closingTheSource() throws BoxException {
        CompletableFuture<Throwable> failure = waitInMeasure(alice, bob, block(10));
        source.close();
        assertReason(failure, Reason.CLOSED);
        assertThatThrownBy(() -> alice.open(block(10))).hasMessageContaining("closed");
    }

    @Test
    @DisplayName("a half whose partner stays away times out, and the partner's block is over too")
    void timeOut() throws BoxException {
        try (SimulatedSource impatient = new SimulatedSource(BoxModel.of("local"), 1, 50)) {
            FreeBox one = impatient.half(End.ALICE);
            FreeBox other = impatient.half(End.BOB);
            one.open(block(10));
            assertThatThrownBy(() -> one.distribute(0, 10))
                    .hasMessage("the other half did not open the block within 50 ms");
            BlockSpecification block = block(10);
            one.open(block);
            other.open(block);
            one.distribute(0, 10);
            assertThatThrownBy(() -> one.measure(new byte[10], new byte[10], 10))
                    .hasMessageContaining("did not measure its side");
            assertThatThrownBy(() -> other.distribute(0, 10)).hasMessageContaining("gave up");
            assertThat(runBlock(one, other, block(100), 10, 10).rounds()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName(
            "a half that is in use refuses a second handle and takes it after the first closed")
    void busy() throws BoxException {
        alice.open(block(10));
        FreeBox second = source.half(End.ALICE);
        assertThatThrownBy(() -> second.open(block(10))).hasMessageContaining("in use");
        alice.close();
        second.open(block(10));
    }

    @Test
    @DisplayName("two halves that open a block with different lengths are both refused")
    void differentLengths() throws BoxException {
        BlockSpecification block = block(10);
        alice.open(block);
        assertThatThrownBy(() -> bob.open(new BlockSpecification(block.block(), 11)))
                .hasMessageContaining("10 and 11 rounds");
        assertThatThrownBy(() -> alice.distribute(0, 10)).hasMessageContaining("10 and 11 rounds");
    }

    @Test
    @DisplayName("rounds out of order, too many rounds and settings that do not exist are refused")
    void callerFaults() throws BoxException {
        assertThatIllegalStateException().isThrownBy(() -> alice.distribute(0, 1));
        BlockSpecification block = block(10);
        alice.open(block);
        bob.open(block);
        assertThatIllegalArgumentException().isThrownBy(() -> alice.distribute(1, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> alice.distribute(0, 11));
        assertThatIllegalArgumentException().isThrownBy(() -> alice.distribute(0, 0));
        alice.distribute(0, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alice.measure(new byte[6], new byte[6], 6))
                .withMessageContaining("5 are distributed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alice.measure(new byte[5], new byte[4], 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> alice.measure(new byte[] {0, 2}, new byte[2], 2))
                .withMessage("setting 1 of the frame: 2; from 0 to 1");
    }

    /** Lets {@code waiting} measure in another thread while {@code absent} does not. */
    private static CompletableFuture<Throwable> waitInMeasure(
            FreeBox waiting, FreeBox absent, BlockSpecification block) throws BoxException {
        waiting.open(block);
        absent.open(block);
        waiting.distribute(0, 10);
        absent.distribute(0, 10);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .start(() ->
                                failure.complete(
                                        Rounds.failureOf(() ->
                                                waiting.measure(new byte[10], new byte[10], 10))));
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return failure;
    }

    private static void assertReason(CompletableFuture<Throwable> failure, Reason reason) {
        assertThat(failure.join())
                .asInstanceOf(InstanceOfAssertFactories.type(BoxException.class))
                .extracting(BoxException::reason)
                .isEqualTo(reason);
    }
}
