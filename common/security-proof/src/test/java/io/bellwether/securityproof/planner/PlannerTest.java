package io.bellwether.securityproof.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.securityproof.KeyLength;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

class PlannerTest {
    private static final Setup OXFORD = Setup.of(HonestDevice.OXFORD_2022, 1e-10, 1.15);

    private static Setup at(double chsh, double qber) {
        return Setup.of(HonestDevice.ofStatistics("given", chsh, qber), 1e-10, 1.15);
    }

    @ParameterizedTest(name = "{0} rounds: {1}, {2}, {3} bits per round")
    @DisplayName("the rates at the best test probability are those of the table of security.md")
    @CsvSource({
        // the independent Python program of the design; EAT-OXFORD is without Trevisan's extractor
        "1000000, .0888, .3065, .3601",
        "10000000, .3557, .4430, .4692",
        "100000000, .4726, .5088, .5212",
        "1000000000, .5245, .5399, .5457",
        "10000000000, .5478, .5544, .5572"
    })
    void rateTable(long rounds, double eat, double fixed, double variable) {
        assertThat(rate(PlanTheorem.EAT_OXFORD, rounds)).isCloseTo(eat, within(6e-4));
        assertThat(rate(PlanTheorem.RENYI, rounds)).isCloseTo(fixed, within(3e-4));
        assertThat(rate(PlanTheorem.RENYI_VARIABLE, rounds)).isCloseTo(variable, within(3e-4));
    }

    private static double rate(PlanTheorem theorem, long rounds) {
        return Planner.plan(theorem, OXFORD, rounds).ratePerRound();
    }

    @ParameterizedTest(name = "S = {0}, Q = {1}: {2}, {3}, {4} rounds")
    @DisplayName("the smallest blocks with a key are those of security.md, and are certified")
    @CsvSource({
        "2.677, .0144, 6.4e5, 8.4e4, 4.2e4",
        "2.6, .03, 2.1e6, 3.0e5, 1.4e5",
        "2.75, .005, 3.3e5, 4.0e4, 2.0e4"
    })
    void firstKeys(double chsh, double qber, double eat, double fixed, double variable) {
        Setup setup = at(chsh, qber);
        assertFirst(PlanTheorem.EAT_OXFORD, setup, eat);
        assertFirst(PlanTheorem.RENYI, setup, fixed);
        assertFirst(PlanTheorem.RENYI_VARIABLE, setup, variable);
    }

    private static void assertFirst(PlanTheorem theorem, Setup setup, double expected) {
        long first = Planner.roundsFor(theorem, setup, 1).orElseThrow();
        assertThat((double) first).isBetween(expected * .9, expected * 1.06);
        assertThat(Planner.plan(theorem, setup, first).keyBits()).isPositive();
        assertThat(Planner.plan(theorem, setup, first * 97 / 100).keyBits()).isZero();
    }

    @ParameterizedTest
    @EnumSource(PlanTheorem.class)
    @DisplayName("the estimate that is searched agrees with the certified length of the plan")
    void estimateAgrees(PlanTheorem theorem) {
        for (Setup setup : new Setup[] {OXFORD, at(2.55, .045), at(2.8, .001)}) {
            for (long rounds : new long[] {2_000_000, 1_000_000_000}) {
                double estimated = rounds * Planner.ratePerRound(theorem, setup, rounds);
                Plan plan = Planner.plan(theorem, setup, rounds);
                // the theorem counts lost test rounds in whole ones
                double oneRound = plan.freeParameters().getOrDefault("lossPenaltyBits", 20.);
                assertThat((double) plan.keyBits())
                        .isCloseTo(Math.max(0, estimated), within(5 + oneRound + 1e-7 * rounds));
            }
        }
    }

    @Test
    @DisplayName("a target is met by the block named, and not by one three percent shorter")
    void target() {
        long rounds = Planner.roundsFor(PlanTheorem.RENYI, OXFORD, 1_000_000).orElseThrow();
        assertThat(Planner.plan(PlanTheorem.RENYI, OXFORD, rounds).keyBits())
                .isBetween(1_000_000L, 1_030_000L);
        assertThat(Planner.plan(PlanTheorem.RENYI, OXFORD, rounds * 97 / 100).keyBits())
                .isLessThan(1_000_000);
    }

    @Test
    @DisplayName("noisy preprocessing is chosen where it helps, close to the noise threshold only")
    void preprocessing() {
        assertThat(Planner.plan(PlanTheorem.RENYI, OXFORD, 10_000_000).flipProbability()).isZero();
        Setup noisy = Setup.of(HonestDevice.ofStatistics("noisy", 2.55, .05), 1e-10, 1);
        Plan plan = Planner.plan(PlanTheorem.RENYI, noisy, 10_000_000);
        assertThat(plan.flipProbability()).isBetween(.005, .2);
        Plan without = Planner.plan(PlanTheorem.RENYI, noisy.withFlipProbability(0), 10_000_000);
        assertThat(plan.keyBits()).isGreaterThan(without.keyBits());
    }

    @Test
    @DisplayName("a device without a key in any number of rounds has no first block, and a reason")
    void noKey() {
        Setup munich = Setup.of(HonestDevice.MUNICH_2022, 1e-10, 1.15);
        OptionalLong first = Planner.roundsFor(PlanTheorem.RENYI, at(2.4, .08), 1);
        assertThat(first).isEmpty();
        assertThat(NoKeyReason.of(at(2.4, .08), 1000, first))
                .startsWith("no key with any number of rounds because at S = 2.4000")
                .contains("at this Q, S above 2.4988")
                .contains("at this S, Q below 0.0555");
        assertThat(NoKeyReason.of(at(1.9, 0), 1000, OptionalLong.empty()))
                .startsWith("no key because S = 1.9000 does not exceed 2");
        assertThat(NoKeyReason.of(munich, 1000, OptionalLong.of(12_345)))
                .contains("1,000 rounds are too few")
                .endsWith("about 12,345 rounds");
        assertThat(Planner.plan(PlanTheorem.EAT_OXFORD, munich, 1000).length())
                .isInstanceOf(KeyLength.None.class);
    }

    @Test
    @DisplayName("more S, fewer errors, better correction and more rounds lengthen the key")
    void sensitivity() {
        List<Sensitivity> all =
                Sensitivity.of(Planner.plan(PlanTheorem.RENYI, OXFORD, 1_500_000)).stream()
                        .map(Supplier::get)
                        .toList();
        assertThat(all).hasSize(10);
        for (Sensitivity one : all) {
            boolean better =
                    switch (one.quantity()) {
                        case "chsh", "rounds" -> one.to() > one.from();
                        case "testProbability" -> false;
                        default -> one.to() < one.from();
                    };
            assertThat(one.keyBitsChange() > 0).as(one.toString()).isEqualTo(better);
        }
    }

    @Test
    @DisplayName("hardware models give the statistics of their known answers")
    void hardware() {
        assertThat(HonestDevice.depolarised(1).chsh()).isCloseTo(2.8284271, within(1e-7));
        assertThat(HonestDevice.heralded(.96).qber()).isCloseTo(.02667, within(1e-5));
        HonestDevice halfway = HonestDevice.fibre(3.473, .2);
        assertThat(halfway.chsh())
                .isCloseTo(HonestDevice.limitedEfficiency(.92314).chsh(), within(1e-4));
        assertThat(AsymptoticPlan.chsh(halfway.chsh(), halfway.qber(), 1, false))
                .isCloseTo(0, within(1e-3));
        assertThatThrownBy(() -> HonestDevice.depolarised(1.1))
                .hasMessage("visibility = 1.1 is outside [0, 1]");
        assertThatThrownBy(() -> HonestDevice.fibre(-1, .2))
                .hasMessageContaining("distanceKm = -1.0 is below 0");
        assertThatThrownBy(() -> at(2.9, 0)).hasMessageContaining("chsh = 2.9 is outside");
        assertThatThrownBy(() -> Setup.of(HonestDevice.OXFORD_2022, 1, 1.1))
                .hasMessageContaining("epsilonSoundness = 1.0");
        assertThatThrownBy(() -> Setup.of(HonestDevice.OXFORD_2022, .1, .9))
                .hasMessage("ecEfficiency = 0.9 is below 1 or not finite");
        assertThatThrownBy(() -> Planner.plan(PlanTheorem.RENYI, OXFORD, 0))
                .hasMessage("rounds = 0 is below 1");
    }

    @Test
    @DisplayName("the chained game is best with 7 settings at no noise, rate .00416")
    void chained() {
        ChainedPlan best = ChainedPlan.best(0);
        assertThat(best.settings()).isEqualTo(7);
        assertThat(best.ratePerPair()).isBetween(.004154, .004160);
        assertThat(best.secretBits(1_000_000_000, 1, 1e-10).keyBits())
                .isBetween(4_000_000L, 4_159_000L);
        assertThat(ChainedPlan.best(.03).ratePerPair()).isNotPositive();
    }
}
