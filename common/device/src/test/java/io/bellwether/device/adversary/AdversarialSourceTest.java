package io.bellwether.device.adversary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

class AdversarialSourceTest {
    private static final long SEED = 20_261_124;
    private static final int ROUNDS = 1000;

    private final AdversarialSource source = new AdversarialSource(2000);
    private final FreeBox alice = source.half(End.ALICE);
    private final FreeBox bob = source.half(End.BOB);

    /** Measures one block at both ends, in frames of this size; Bob's settings are y. */
    private byte[][] block(long id, int frameRounds, byte y) {
        var specification = new BlockSpecification(new BlockId(new UUID(0, id)), ROUNDS);
        var atAlice =
                CompletableFuture.supplyAsync(
                        () -> measured(alice, specification, frameRounds, (byte) 0));
        byte[] b = measured(bob, specification, frameRounds, y);
        return new byte[][] {atAlice.join(), b};
    }

    private static byte[] measured(
            FreeBox half, BlockSpecification block, int frameRounds, byte setting) {
        byte[] outcomes = new byte[ROUNDS];
        try {
            half.open(block);
            half.distribute(0, ROUNDS);
            for (int at = 0; at < ROUNDS; at += frameRounds) {
                byte[] frame = new byte[frameRounds];
                byte[] settings = new byte[frameRounds];
                Arrays.fill(settings, setting);
                half.measure(settings, frame, frameRounds);
                System.arraycopy(frame, 0, outcomes, at, frameRounds);
            }
            return outcomes;
        } catch (BoxException e) {
            throw new CompletionException(e);
        }
    }

    @Test
    @DisplayName("a local box agrees in key rounds, and the notes hold every outcome of Alice's")
    void local() {
        Adversary local = Adversaries.local(SEED);
        source.play(local);
        byte[][] outcomes = block(1, 100, (byte) 2);

        assertThat(outcomes[0]).isEqualTo(outcomes[1]);
        assertThat(source.played()).contains(new BlockId(new UUID(0, 1)));
        assertThat(local.notes().rawGuessRatio()).isEqualTo(1);
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(local.notes().guess().get(i)).isEqualTo(outcomes[0][i] == 1);
        }
    }

    @Test
    @DisplayName("a resident adversary plays every block; one that is called in between plays one")
    void resident() {
        Adversary resident = Adversaries.local(SEED);
        source.playAlways(resident);
        block(1, 100, (byte) 2);
        EveNotes first = resident.notes();
        block(2, 100, (byte) 2);
        assertThat(resident.notes()).isNotSameAs(first);

        EveNotes second = resident.notes();
        source.play(Adversaries.honest(SEED));
        block(3, 100, (byte) 2);
        assertThat(resident.notes()).isSameAs(second);
        block(4, 100, (byte) 2);
        assertThat(resident.notes()).isNotSameAs(second);
        assertThat(source.summary()).startsWith("[adversarial] local: ");
    }

    @Test
    @DisplayName("nobody plays a block that was not asked for: the halves wait, and time out")
    void nobodyPlays() {
        var impatient = new AdversarialSource(50);
        var specification = new BlockSpecification(new BlockId(new UUID(0, 1)), ROUNDS);

        assertThatThrownBy(() -> measured(impatient.half(End.BOB), specification, ROUNDS, (byte) 2))
                .hasCauseInstanceOf(BoxException.class)
                .hasMessageContaining("in vain");
        assertThat(impatient.played()).isEmpty();
    }

    @Test
    @DisplayName("a parallel box answers whole blocks, and keeps silent to frames")
    void parallel() {
        source.play(Adversaries.parallel(SEED));
        assertThat(block(1, ROUNDS, (byte) 2)[0]).hasSize(ROUNDS);

        source.play(Adversaries.parallel(SEED));
        assertThatThrownBy(() -> block(2, 100, (byte) 2)).hasCauseInstanceOf(BoxException.class);
    }

    @Test
    @DisplayName("a memory box loses as many signals in its second block as its first bits spell")
    void memory() {
        MemoryBox box = new MemoryBox(SEED);
        source.play(box);
        byte[] first = block(1, 100, (byte) 2)[0];
        assertThat(box.notes().lostAlice()).isZero();
        source.play(box);
        block(2, 100, (byte) 2);

        long spelt = 0;
        for (int i = 0; i < MemoryBox.BITS_PER_BLOCK; i++) {
            spelt |= (long) first[i] << i;
        }
        assertThat(box.message()).isEqualTo(spelt);
        assertThat(box.notes().lostAlice()).isEqualTo(Math.min(spelt, ROUNDS));
    }

    @Test
    @DisplayName("a leaking box puts its first outcomes into the failure of its second block")
    void leaking() {
        LeakingBox box = new LeakingBox(SEED);
        source.play(box);
        block(1, 100, (byte) 2);
        source.play(box);

        assertThatThrownBy(() -> block(2, 100, (byte) 2))
                .hasCauseInstanceOf(BoxException.class)
                .hasMessageContaining(box.message().orElseThrow());
    }

    @Test
    @DisplayName("a timing box is slow with the chunks of its second block whose stored bit is 1")
    void timing() {
        TimingBox box = new TimingBox(SEED, 1);
        source.play(box);
        byte[] first = block(1, 100, (byte) 2)[0];
        assertThat(box.delays()).isZero();
        source.play(box);
        block(2, 100, (byte) 2);

        assertThat(box.chunks()).isEqualTo(1);
        for (int chunk = 1; chunk < 64; chunk++) {
            assertThat(box.delayMillisOf(End.BOB, 0)).isZero();
            assertThat(box.delayMillisOf(End.ALICE, 0)).isEqualTo(first[chunk]);
        }
        assertThat(box.notes().lostAlice()).isZero();
    }

    @Test
    @DisplayName("silence at unsuited settings gives S = 4 on the clicks that remain")
    void detectionLoophole() {
        Adversary box = Adversaries.detectionLoophole(SEED);
        box.begin(8000);
        byte[] x = new byte[8000];
        byte[] y = new byte[8000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (byte) (i & 1);
            y[i] = (byte) (i >> 1 & 1);
        }
        box.play(new Frame(x, new byte[8000], 8000), new Frame(y, new byte[8000], 8000), 0, 8000);

        assertThat(box.notes().chshOnClicks()).isEqualTo(4);
        assertThat(box.notes().lostAlice()).isBetween(3600L, 4400L);
        assertThat(box.notes().lostBob()).isZero();
    }
}
