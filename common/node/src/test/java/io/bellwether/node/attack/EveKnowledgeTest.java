package io.bellwether.node.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.protocol.BlockPlan;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;

/** What an adversary can get out of a key. Simulation, seeded. */
class EveKnowledgeTest {
    private static final long SEED = 20_261_122;

    @Test
    @DisplayName("an Eve of unlimited power guesses short keys of a mixture no better than chance")
    void shortKeys() {
        ShortKeys.Guesses guesses = new ShortKeys(SEED).run(50_000);

        assertThat(guesses.sigmasAboveChance()).isBetween(-4.0, 4.0);
        assertThat(guesses.bound()).isCloseTo(1 / 64.0, within(0.001));
        // 5/8 per raw bit; six of them, with four standard deviations
        assertThat(guesses.rawRatio()).isCloseTo(Math.pow(0.625, 6), within(0.005));
    }

    @Test
    @DisplayName("known parities are known and no other: the guess fits them, the rank counts them")
    void linearKnowledge() {
        var dice = new AdversaryDice(SEED, "test");
        var knowledge = new LinearKnowledge();
        long truth = dice.next();
        long a = dice.next();
        long b = dice.next();
        for (long mask : new long[] {a, b, a ^ b}) {
            knowledge.learn(mask, Long.bitCount(mask & truth) & 1);
        }

        assertThat(knowledge.rank()).isEqualTo(2);
        long guess = knowledge.consistentGuess(dice);
        assertThat(Long.bitCount(a & (guess ^ truth)) & 1).isZero();
        assertThat(Long.bitCount(b & (guess ^ truth)) & 1).isZero();
        assertThat(guess).isNotEqualTo(truth);
    }

    @Test
    @DisplayName("a reused box spells an earlier key in a later syndrome, and both are accepted")
    void memory() {
        MemoryAttack.Theft theft = MemoryAttack.steal(AttackPlan.inMemory(), SEED);

        assertThat(theft.bothAccepted()).isTrue();
        assertThat(theft.bitsRight()).isEqualTo(theft.bitsRead()).isEqualTo(64);
    }

    @Test
    @DisplayName("the same mixture is broken, bounded or no attack, as the numbers say")
    void verdictFollowsEvidence() {
        BlockPlan plan = AttackPlan.inMemory();
        AttackedBlock mixture =
                new InMemoryBlock(plan, Adversaries.convexMixture(SEED, 0.08), SEED).run();
        var attack = new ConvexMixtureAttack();
        var chance = new ShortKeys.Guesses(64_000, 1000, 4000, 0.016);
        var clairvoyant = new ShortKeys.Guesses(64_000, 2000, 4000, 0.016);

        assertThat(attack.judge(mixture, chance).verdict()).isEqualTo(Verdict.BOUNDED);
        assertThat(attack.judge(mixture, clairvoyant).verdict()).isEqualTo(Verdict.BROKEN);
        assertThat(withKeyBits(mixture, 560_000).verdict()).isEqualTo(Verdict.BROKEN);
    }

    private static AttackedBlock withKeyBits(AttackedBlock block, long keyBits) {
        var ended = AttackedBlock.Ended.accepted(keyBits);
        return new AttackedBlock(
                ended, ended, OptionalDouble.empty(), OptionalDouble.empty(), 0, block.eve());
    }

    @Test
    @DisplayName("an honest box under the name of an attack gets another verdict than expected")
    void honestBoxIsNoticed() {
        BlockPlan plan = AttackPlan.inMemory();
        AttackedBlock honest = new InMemoryBlock(plan, Adversaries.honest(SEED), SEED).run();
        var local = (BoxAttack) Attacks.named("local").orElseThrow();

        AttackReport report = local.report(List.of(honest));

        assertThat(report.verdict()).isEqualTo(Verdict.DELIVERED);
        assertThat(report.asExpected()).isFalse();
    }
}
