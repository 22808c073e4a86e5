package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.foundation.End;
import io.bellwether.protocol.BlockPlan;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Malicious boxes between two session machines. Simulation, seeded. */
class BoxAdversariesTest {
    private static final long SEED = 20_261_121;
    private static final BlockPlan PLAN = AttackPlan.inMemory();

    private static AttackedBlock played(Adversary adversary) {
        return new InMemoryBlock(PLAN, adversary, SEED).run();
    }

    private static void assertNoKey(AttackedBlock block, String reason, double chsh) {
        assertThat(block.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(block.reason()).isEqualTo(reason);
        // 30,000 test rounds: a standard error of at most 0.012
        assertThat(block.chsh().orElseThrow()).isCloseTo(chsh, within(0.08));
    }

    @Test
    @DisplayName("perfect pairs give a key, so the same verdict would not be given to anything")
    void honest() {
        var run = new InMemoryBlock(PLAN, Adversaries.honest(SEED), SEED);
        AttackedBlock block = run.run();

        assertThat(block.verdict()).isEqualTo(Verdict.DELIVERED);
        assertThat(block.keyBits()).isEqualTo(PLAN.keyBits()).isGreaterThan(1000);
        assertThat(run.key(End.ALICE)).isEqualTo(run.key(End.BOB)).isPresent();
        assertThat(block.eve().rawGuessRatio()).isCloseTo(0.5, within(0.005));
    }

    @Test
    @DisplayName("a local box reaches S = 2, knows every bit and gets no key")
    void local() {
        AttackedBlock block = played(Adversaries.local(SEED));

        assertNoKey(block, "TOO_MANY_LOST_ROUNDS", 2);
        assertThat(block.bitsEveLacks()).isZero();
        assertThat(block.eve().rawGuessRatio()).isEqualTo(1);
    }

    @Test
    @DisplayName("a box silent at unsuited settings reaches 2 with losses mapped, 4 on its clicks")
    void detectionLoophole() {
        AttackedBlock block = played(Adversaries.detectionLoophole(SEED));

        assertThat(block.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(block.chsh().isEmpty() || block.chsh().getAsDouble() < 2.1).isTrue();
        assertThat(block.eve().lostAlice()).isCloseTo(300_000, within(5_000L));
    }

    @Test
    @DisplayName("8 % of rounds from Eve's list: a key of fewer bits than she lacks")
    void convexMixture() {
        AttackedBlock block = played(Adversaries.convexMixture(SEED, 0.08));

        assertThat(block.verdict()).isEqualTo(Verdict.BOUNDED);
        assertThat(block.eve().rawGuessRatio()).isCloseTo(0.54, within(0.005));
    }

    @Test
    @DisplayName("half of the rounds from Eve's list: no key")
    void greedyMixture() {
        assertNoKey(played(Adversaries.convexMixture(SEED, 0.5)), "TOO_MANY_LOST_ROUNDS", 2.414);
    }

    @Test
    @DisplayName("honest first and local later, at once or by and by: no key")
    void turning() {
        assertNoKey(played(Adversaries.turning(SEED)), "TOO_MANY_LOST_ROUNDS", 2.414);
        assertNoKey(played(Adversaries.drifting(SEED)), "TOO_MANY_LOST_ROUNDS", 2.414);
    }

    @Test
    @DisplayName("a Popescu-Rohrlich box raises the alarm: its score is above the quantum bound")
    void superQuantum() {
        AttackedBlock block = played(Adversaries.superQuantum(SEED));

        assertNoKey(block, "MODEL_VIOLATED", 4);
        assertThat(block.detail()).contains("above the quantum bound, S = 4.0000").contains("1e-");
    }

    @Test
    @DisplayName("a box whose answers depend on the other side's setting raises the alarm")
    void signalling() {
        AttackedBlock block = played(Adversaries.signalling(SEED));

        assertNoKey(block, "MODEL_VIOLATED", 2.828);
        assertThat(block.detail()).contains("depend on whether Bob measures a key round");
    }

    @Test
    @DisplayName("signals hidden behind random-looking answers win: isolation is an assumption")
    void hiddenSignalling() {
        assertThat(played(Adversaries.hiddenSignalling(SEED)).verdict()).isEqualTo(Verdict.BROKEN);
    }

    @Test
    @DisplayName("a box that has to guess which rounds are tests guesses wrong and gets no key")
    void testSpotter() {
        var guesses = new AdversaryDice(SEED, "guesses");
        Adversary spotter = Adversaries.testSpotter(SEED, round -> guesses.uniform() < 13 / 256.0);

        assertNoKey(played(spotter), "TOO_MANY_LOST_ROUNDS", 2.04);
    }
}
