package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.securityproof.KeylenRenyi.FreeParameters;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeylenRenyiTest {
    private static final double OXFORD_GAMMA = 13 / 256.0;
    private static final long OXFORD_ROUNDS = 1_500_000;

    /** The independent Python program gives all of 1e-10 to privacy amplification. */
    private static final EpsilonBudget EPSILON = new EpsilonBudget(1e-10, 0x1p-61, 4 * 0x1p-61);

    private static BlockParameters block(
            long rounds, double gamma, double chsh, double sigmas, double leak) {
        return new BlockParameters(
                rounds,
                gamma,
                BlockParameters.winThreshold(rounds, gamma, chsh, sigmas),
                (long) Math.ceil(leak) + 258,
                EPSILON);
    }

    static double leak(double rounds, double gamma, double chsh, double qber, double efficiency) {
        return efficiency
                * rounds
                * ((1 - gamma) * binaryEntropy(qber) + gamma * binaryEntropy((4 - chsh) / 8));
    }

    private static double binaryEntropy(double p) {
        return -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }

    private static double fixedBits(BlockParameters block, double flip) {
        return bits(KeylenRenyi.keyLength(block, flip, KeylenRenyi.optimise(block, flip)));
    }

    private static double bits(KeyLength length) {
        return length instanceof KeyLength.Certified certified ? certified.keyBits() : 0;
    }

    @Test
    @DisplayName("kappa and length at fixed parameters agree with the reference vector")
    void matchesReferenceVector() {
        // Independent Python program, vector "theoremR"
        FreeParameters free = new FreeParameters(.00043, .1762, 196.4);
        double kappa = new RenyiBound(OXFORD_GAMMA, 0, free).kappa(1e-9);
        assertThat(kappa).isCloseTo(2.2376855718188415, within(1e-9));
        assertThat(kappa).isLessThanOrEqualTo(2.2376855718188415 + 1e-12);
        BlockParameters block = block(OXFORD_ROUNDS, OXFORD_GAMMA, 2.64, 3, 296_517);
        assertThat(block.maxLostTestRounds()).isEqualTo(13_289);
        assertThat(bits(KeylenRenyi.keyLength(block, 0, free))).isEqualTo(372_508);
    }

    @ParameterizedTest(name = "S = {0}, Q = {1}, f = {2}: {3} fixed, {4} variable")
    @DisplayName("lengths at Oxford's point agree with the table within 0.1 %")
    @CsvSource({
        // independent Python program; n = 1.5e6, gamma = 13/256, 3 sigma; f = 0 stands for leak 296
        // 517
        "2.677, .0144, 1.00, 536850, 608082",
        "2.677, .0144, 1.05, 526646, 597878",
        "2.677, .0144, 1.15, 506237, 577470",
        "2.640, .0180, 0, 372483, 440903"
    })
    void oxfordTable(double chsh, double qber, double f, double fixed, double variable) {
        double leak = f == 0 ? 296_517 : leak(OXFORD_ROUNDS, OXFORD_GAMMA, chsh, qber, f);
        BlockParameters block = block(OXFORD_ROUNDS, OXFORD_GAMMA, chsh, 3, leak);
        assertThat(fixedBits(block, 0)).isCloseTo(fixed, within(50.0));
        // the table's variable lengths are without the 14 bits for the number of lengths
        long mean = Math.round(OXFORD_ROUNDS * OXFORD_GAMMA * (4 - chsh) / 8);
        FreeParameters free = KeylenRenyi.optimise(block, 0, mean);
        assertThat(bits(KeylenRenyi.variableKeyLength(block, 0, free, mean)))
                .isCloseTo(variable - 14, within(60.0));
    }

    @ParameterizedTest(name = "{0} rounds, gamma {1}: {2} bits per round")
    @DisplayName("fixed-length rates at the best test probability are those of the table")
    @CsvSource({
        "100000, .1240, .0316",
        "300000, .0910, .1860",
        "1000000, .0655, .3065",
        "10000000, .0338, .4430",
        "100000000, .0167, .5088",
        "1000000000, .0079, .5399",
        "10000000000, .0037, .5544"
    })
    void rateTable(long rounds, double gamma, double rate) {
        BlockParameters block =
                block(rounds, gamma, 2.677, 3, leak(rounds, gamma, 2.677, .0144, 1.15));
        assertThat(fixedBits(block, 0) / rounds).isCloseTo(rate, within(3e-4));
    }

    @ParameterizedTest(name = "{0} rounds, gamma {1}: {2} bits per round")
    @DisplayName("variable-length rates at the mean are those of the table")
    @CsvSource({
        "100000, .1040, .1361",
        "300000, .0750, .2626",
        "1000000, .0560, .3601",
        "10000000, .0245, .4692",
        "100000000, .0115, .5212"
    })
    void variableRateTable(long rounds, double gamma, double rate) {
        BlockParameters block =
                block(rounds, gamma, 2.677, 3, leak(rounds, gamma, 2.677, .0144, 1.15));
        long mean = Math.round(rounds * gamma * (4 - 2.677) / 8);
        FreeParameters free = KeylenRenyi.optimise(block, 0, mean);
        double found = bits(KeylenRenyi.variableKeyLength(block, 0, free, mean));
        assertThat((found + 14) / rounds).isCloseTo(rate, within(4e-4));
    }

    @Test
    @DisplayName(
            "a positive key from 84 000 rounds at S = 2.677, where the published method has none")
    void smallestBlocks() {
        BlockParameters small =
                block(85_000, .108, 2.677, 3, leak(85_000, .108, 2.677, .0144, 1.15));
        assertThat(fixedBits(small, 0)).isGreaterThan(0);
        assertThat(KeylenEatOxford.keyLength(small, KeylenEatOxford.optimise(small)))
                .isInstanceOf(KeyLength.None.class);
        BlockParameters smaller =
                block(82_000, .108, 2.677, 3, leak(82_000, .108, 2.677, .0144, 1.15));
        assertThat(KeylenRenyi.keyLength(smaller, 0, KeylenRenyi.optimise(smaller, 0)))
                .isInstanceOf(KeyLength.None.class);
    }

    @ParameterizedTest(name = "S = {0}, Q = {1}, gamma {2}, p = {3}: {4} bits")
    @DisplayName("noisy preprocessing gives the reference lengths, certified by branch and bound")
    @CsvSource({
        // independent Python program; leak is f = 1 at the flipped error rate in key rounds
        "2.60, .030, .05078125, 0, 267452",
        "2.60, .030, .05078125, .002, 269324",
        "2.55, .045, .08, 0, 72040",
        "2.55, .045, .08, .01, 80447"
    })
    void noisyPreprocessing(double chsh, double qber, double gamma, double p, double expected) {
        double flipped = qber + p - 2 * p * qber;
        BlockParameters block =
                block(OXFORD_ROUNDS, gamma, chsh, 3, leak(OXFORD_ROUNDS, gamma, chsh, flipped, 1));
        // within 0.1 % and 50 bits
        assertThat(fixedBits(block, p)).isCloseTo(expected, within(50 + expected / 1000));
    }

    @Test
    @DisplayName("weights of lost and won rounds that cross leave kappa continuous")
    void crossingWeights() {
        // with phi close to 0, w0 = w1 at s = 1/2
        double below = new RenyiBound(.05, 0, new FreeParameters(.01, .4999999, 1e-9)).kappa(1e-9);
        double at = new RenyiBound(.05, 0, new FreeParameters(.01, .5, 1e-300)).kappa(1e-9);
        double above = new RenyiBound(.05, 0, new FreeParameters(.01, .5000001, 1e-9)).kappa(1e-9);
        assertThat(below).isCloseTo(at, within(1e-6));
        assertThat(above).isCloseTo(at, within(1e-6));
    }

    @Test
    @DisplayName("branch and bound agrees with the concavity argument where both apply")
    void branchAndBoundAgrees() {
        FreeParameters free = new FreeParameters(.00043, .1762, 196.4);
        double concave = new RenyiBound(OXFORD_GAMMA, 0, free).kappa(1e-9);
        double tiny = new RenyiBound(OXFORD_GAMMA, 1e-14, free).kappa(1e-7);
        assertThat(tiny).isCloseTo(concave, within(1e-6));
    }

    @Test
    @DisplayName("more lost test rounds never give a longer key, and too many give none")
    void variableLengthFalls() {
        BlockParameters block = block(OXFORD_ROUNDS, OXFORD_GAMMA, 2.64, 3, 296_517);
        FreeParameters free = KeylenRenyi.optimise(block, 0, 12_950);
        double previous = Double.MAX_VALUE;
        for (long lost = 0; lost <= block.maxLostTestRounds(); lost += 1661) {
            double now = bits(KeylenRenyi.variableKeyLength(block, 0, free, lost));
            assertThat(now).isLessThanOrEqualTo(previous);
            previous = now;
        }
        assertThat(KeylenRenyi.variableKeyLength(block, 0, free, 13_290))
                .isInstanceOfSatisfying(
                        KeyLength.None.class,
                        none ->
                                assertThat(none.reason())
                                        .isEqualTo(
                                                "no key because 13290 test rounds were lost, more"
                                                        + " than the limit of 13289"));
    }

    private static BlockParameters sifted(long rounds, double gamma, double leak, double flip) {
        return new BlockParameters(
                rounds,
                gamma,
                BlockParameters.winThreshold(rounds, gamma * gamma, 2.677, 3),
                (long) leak,
                EPSILON,
                flip,
                true,
                1);
    }

    @ParameterizedTest(name = "gamma = {0}, p = {1}")
    @DisplayName("RENYI-SIFT: a dropped round counts as Q = 1, with the weight it has")
    @CsvSource({".2, 0", ".05, 0", ".2, .01"})
    void siftedRounds(double gamma, double flip) {
        FreeParameters free = new FreeParameters(.00043, .1762, 196.4);
        double dropped = 2 * gamma * (1 - gamma);
        double tests = gamma * gamma / (1 - dropped);
        double kept = new RenyiBound(tests, flip, free).kappa(1e-9);
        double largestG = Math.expm1(-free.alphaMinusOne() * kept * Math.log(2));
        double expected =
                -Math.log1p((1 - dropped) * largestG) / Math.log(2) / free.alphaMinusOne();

        BlockParameters block = sifted(OXFORD_ROUNDS, gamma, 0, flip);

        assertThat(RenyiBound.of(block, flip, free).kappa(1e-9)).isCloseTo(expected, within(1e-6));
    }

    @Test
    @DisplayName(
            "RENYI-SIFT: at equal test rounds, choosing alone costs the dropped rounds and more")
    void independentChoice() {
        BlockParameters independent = sifted(OXFORD_ROUNDS, .2, 0, 0);
        BlockParameters announced = block(OXFORD_ROUNDS, .04, 2.677, 3, -258);
        assertThat(independent.maxLostTestRounds())
                .isCloseTo(announced.maxLostTestRounds(), within(1L));
        assertThat(independent.testShare()).isEqualTo(.2 * .2);
        double alone = fixedBits(independent, 0);
        double told = fixedBits(announced, 0);
        assertThat(alone).isGreaterThan(0.6 * told).isLessThan(0.68 * told);
    }

    @Test
    @DisplayName("independent choice is refused with a theorem that is stated for announced tests")
    void independentChoiceRefused() {
        BlockParameters independent = sifted(OXFORD_ROUNDS, .2, 0, 0);
        assertThatThrownBy(() -> Theorem.KEYLEN_EAT_OXFORD.optimise(independent, 0))
                .hasMessage(
                        "settingChoice: independent; KEYLEN-EAT-OXFORD covers announced test rounds"
                                + " only");
        assertThat(Theorem.KEYLEN_RENYI.coversIndependentChoice()).isTrue();
    }

    @Test
    @DisplayName("up to 10^15 rounds the rate stays below Devetak-Winter and approaches it")
    void hugeBlocks() {
        // Devetak-Winter with all rounds as key at gamma = 1e-4: eta(.834625) - h(Q) - little
        BlockParameters block = block(1_000_000_000_000_000L, 1e-4, 2.677, 3, 0);
        double rate = fixedBits(block, 0) / 1e15;
        assertThat(rate).isLessThan(0.6921351421063268).isGreaterThan(0.6915);
    }

    @Test
    @DisplayName("few rounds and local thresholds end in a reason, not in a number")
    void noKey() {
        for (long rounds : new long[] {1, 100, 10_000}) {
            BlockParameters block = block(rounds, .1, 2.6, 3, 0);
            assertThat(KeylenRenyi.keyLength(block, 0, KeylenRenyi.optimise(block, 0)))
                    .isInstanceOfSatisfying(
                            KeyLength.None.class,
                            none -> assertThat(none.reason()).startsWith("no key because"));
        }
    }

    @Test
    @DisplayName("parameters outside the theorem are refused by name")
    void refusals() {
        BlockParameters block = block(OXFORD_ROUNDS, OXFORD_GAMMA, 2.64, 3, 296_517);
        FreeParameters free = new FreeParameters(.00043, .1762, 196.4);
        assertThatThrownBy(() -> new FreeParameters(1.1, .1, 100))
                .hasMessageContaining("alphaMinusOne = 1.1");
        assertThatThrownBy(() -> new FreeParameters(0, .1, 100))
                .hasMessageContaining("alphaMinusOne = 0.0");
        assertThatThrownBy(() -> new FreeParameters(.1, 1, 100))
                .hasMessage("lossShare = 1.0 is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new FreeParameters(.1, .1, -1))
                .hasMessageContaining("lossPenaltyBits = -1.0");
        assertThatThrownBy(() -> KeylenRenyi.keyLength(block, .5, free))
                .hasMessage("flipProbability = 0.5 is outside [0, 0.5)");
        assertThatThrownBy(() -> KeylenRenyi.variableKeyLength(block, 0, free, -1))
                .hasMessage("lostTestRounds = -1 is below 0");
    }
}
