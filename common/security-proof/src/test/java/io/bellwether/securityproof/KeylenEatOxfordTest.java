package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.KeylenEatOxford.FreeParameters;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeylenEatOxfordTest {
    private static final long OXFORD_ROUNDS = 1_500_000;
    private static final double OXFORD_TEST_PROBABILITY = 13 / 256.0;

    /** "m = 296 517" of the paper and the 258 bits of tags and flags behind it. */
    private static final long OXFORD_LEAK = 296_517 + 258;

    private static final EpsilonBudget EPSILON =
            EpsilonBudget.ofSoundness(1e-10, 0x1p-61, 4 * 0x1p-61);

    /** Independent Python program, vector "prop2": no optimiser involved. */
    private static final double VECTOR_T = 0.8118;

    private static final double VECTOR_A1 = 0.000608;
    private static final double VECTOR_A2 = 0.00369;

    private static BlockParameters oxford(long leakedBits) {
        return new BlockParameters(
                OXFORD_ROUNDS,
                OXFORD_TEST_PROBABILITY,
                BlockParameters.winThreshold(OXFORD_ROUNDS, OXFORD_TEST_PROBABILITY, 2.64, 3),
                leakedBits,
                EPSILON);
    }

    @Test
    @DisplayName("the threshold of the Oxford run is 0.825538, at most 13 289 lost test rounds")
    void oxfordThreshold() {
        assertThat(oxford(0).winThreshold()).isCloseTo(0.8255376291, within(1e-10));
        assertThat(oxford(0).maxLostTestRounds()).isEqualTo(13_289);
    }

    @Test
    @DisplayName("the published 95 884 bits are reproduced to within 10 bits")
    void reproducesThePublishedLength() {
        assertThat(KeylenEatOxford.asPublished(oxford(OXFORD_LEAK)).bits())
                .isCloseTo(95_884, within(10.0));
    }

    @Test
    @DisplayName("the terms agree with the reference vector and are rounded against the key")
    void matchesReferenceVector() {
        double slope = SingleRound.etaSlope(VECTOR_T);
        double offset = SingleRound.eta(Interval.exactly(VECTOR_T)).middle() - VECTOR_T * slope;
        double infimum = EatOxfordBound.infimum(slope, VECTOR_A1, OXFORD_TEST_PROBABILITY) - offset;
        assertThat(infimum).isCloseTo(-0.11169853239265881, within(1e-12));
        assertThat(EatOxfordBound.k(slope, VECTOR_A1).upper())
                .isCloseTo(79.18861966149328, within(1e-9));
        // eps_PA of the vector is a rounding error above what the budget leaves
        FreeParameters vector =
                new FreeParameters(
                        VECTOR_T, VECTOR_A1, VECTOR_A2, 4.99e-11, 4.28e-11, 3.5e-12, 1.99998e-13);
        double trevisan =
                EatOxfordBound.keyBits(
                        oxford(OXFORD_LEAK), vector, EatOxfordBound.Extractor.TREVISAN);
        assertThat(trevisan).isCloseTo(95_884.514, within(0.01));
    }

    @Test
    @DisplayName("two-universal hashing gives about 96 094 bits from the Oxford run")
    void certifiesTheOxfordRun() {
        BlockParameters block = oxford(OXFORD_LEAK);
        KeyLength length = KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block));
        assertThat(length)
                .isInstanceOfSatisfying(
                        KeyLength.Certified.class,
                        certified -> {
                            // reference: 96 088 with 6 bits of Trevisan's constant left in
                            assertThat(certified.keyBits()).isBetween(96_084L, 96_098L);
                            assertThat(certified.claimId()).isEqualTo("KEYLEN-EAT-OXFORD");
                            assertThat(certified.epsilon()).isEqualTo(EPSILON);
                            assertThat(certified.block()).isEqualTo(block);
                        });
    }

    @Test
    @DisplayName("without noise the first key appears between 240 000 and 260 000 rounds")
    void signChangesWithoutNoise() {
        assertThat(noiseless(240_000)).isInstanceOf(KeyLength.None.class);
        assertThat(noiseless(260_000)).isInstanceOf(KeyLength.Certified.class);
    }

    private static KeyLength noiseless(long rounds) {
        double threshold =
                BlockParameters.winThreshold(
                        rounds, OXFORD_TEST_PROBABILITY, ChshGame.QUANTUM_BOUND, 3);
        // Q = 0: h(Q) = 0 in key rounds, h(1 - wMax) = 0.60088 in test rounds
        long leak = (long) Math.ceil(rounds * OXFORD_TEST_PROBABILITY * 0.6008760366);
        BlockParameters block =
                new BlockParameters(
                        rounds, OXFORD_TEST_PROBABILITY, threshold, leak + 258, EPSILON);
        return KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block));
    }

    @Test
    @DisplayName("a key that was leaked completely is refused with a reason in words")
    void noKeyHasAReason() {
        BlockParameters block = oxford(OXFORD_ROUNDS);
        assertThat(KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block)))
                .isInstanceOfSatisfying(
                        KeyLength.None.class,
                        none ->
                                assertThat(none.reason())
                                        .startsWith("no key because")
                                        .contains("bits short"));
    }

    @Test
    @DisplayName("a threshold that a local box reaches gives no key whatever the parameters")
    void localThreshold() {
        for (double threshold : new double[] {-3, 0.3, 0.7, 0.75}) {
            BlockParameters block =
                    new BlockParameters(1_000_000_000L, 0.05, threshold, 0, EPSILON);
            assertThat(KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block)))
                    .isInstanceOfSatisfying(
                            KeyLength.None.class,
                            none -> assertThat(none.reason()).contains("local box"));
        }
    }

    @Test
    @DisplayName("from one round to 10^15 rounds the answer is a length below n or a reason")
    void extremeSizes() {
        for (long rounds : new long[] {1, 1000, 1_000_000_000_000_000L}) {
            for (double test : new double[] {1e-6, 0.05, 0.999}) {
                double threshold = BlockParameters.winThreshold(rounds, test, 2.8, 3);
                BlockParameters block = new BlockParameters(rounds, test, threshold, 0, EPSILON);
                KeyLength length =
                        KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block));
                if (length instanceof KeyLength.Certified certified) {
                    assertThat(certified.keyBits()).isBetween(1L, rounds);
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} rounds, gamma {1}: {2} bits per round")
    @DisplayName("the rates at the best test probability are those of the published table")
    @CsvSource({
        // independent Python program at S = 2.677, Q = .0144, f = 1.15 (Trevisan form, which
        // is 2e-4 lower at 1e6); gamma from the same program
        "1000000, 0.0715, 0.0888",
        "10000000, 0.0353, 0.3557",
        "100000000, 0.0170, 0.4726",
        "1000000000, 0.0080, 0.5245",
        "10000000000, 0.0037, 0.5478"
    })
    void ratesOfTheTable(long rounds, double gamma, double expected) {
        double threshold = BlockParameters.winThreshold(rounds, gamma, 2.677, 3);
        double entropy = (1 - gamma) * binaryEntropy(.0144) + gamma * binaryEntropy(.165375);
        long leak = (long) Math.ceil(1.15 * rounds * entropy) + 258;
        BlockParameters block = new BlockParameters(rounds, gamma, threshold, leak, EPSILON);
        assertThat(KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block)))
                .isInstanceOfSatisfying(
                        KeyLength.Certified.class,
                        certified ->
                                assertThat((double) certified.keyBits() / rounds)
                                        .isCloseTo(expected, within(3e-4)));
    }

    private static double binaryEntropy(double p) {
        return -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }

    @Test
    @DisplayName("the chosen parameters survive a round trip through text and give the same length")
    void parametersSurviveText() {
        FreeParameters free = KeylenEatOxford.optimise(oxford(OXFORD_LEAK));
        FreeParameters back =
                new FreeParameters(
                        Double.parseDouble(Double.toString(free.t())),
                        Double.parseDouble(Double.toString(free.alphaPrimeMinusOne())),
                        Double.parseDouble(Double.toString(free.alphaDoublePrimeMinusOne())),
                        Double.parseDouble(Double.toString(free.epsilonSmoothing())),
                        Double.parseDouble(Double.toString(free.epsilonSmoothingPrime())),
                        Double.parseDouble(Double.toString(free.epsilonSmoothingDoublePrime())),
                        Double.parseDouble(Double.toString(free.epsilonPrivacyAmplification())));
        assertThat(back).isEqualTo(free);
    }

    @Test
    @DisplayName("parameters that overspend the secrecy budget are refused by name")
    void overspentBudget() {
        BlockParameters block = oxford(OXFORD_LEAK);
        FreeParameters greedy = new FreeParameters(.8118, 6e-4, 3e-3, 5e-11, 4e-11, 3e-12, 1e-12);
        assertThatThrownBy(() -> KeylenEatOxford.keyLength(block, greedy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epsilonPrivacyAmplification + 2 epsilonSmoothing = 1.01E-10")
                .hasMessageContaining("epsilonSecrecy");
    }

    @Test
    @DisplayName("smoothing parts that use up all of es are refused, by the last digit")
    void smoothingPartsMustLeaveSomething() {
        assertThatThrownBy(
                        () -> new FreeParameters(.81, 1e-3, 1e-3, 0x1p-40, 0x1p-41, 0x1p-42, 1e-12))
                .hasMessageContaining("is not below epsilonSmoothing");
        assertThatThrownBy(() -> new FreeParameters(.75, 1e-3, 1e-3, 1e-12, 1e-13, 1e-13, 1e-12))
                .hasMessageContaining("t = 0.75 is outside (0.75,");
        assertThatThrownBy(() -> new FreeParameters(.8, 0, 1e-3, 1e-12, 1e-13, 1e-13, 1e-12))
                .hasMessage("alphaPrimeMinusOne = 0.0 is outside (0.0, 1.0)");
        assertThatThrownBy(() -> new FreeParameters(.8, .1, .44, 1e-12, 1e-13, 1e-13, 1e-12))
                .hasMessageContaining("alphaDoublePrimeMinusOne = 0.44 is outside");
    }
}
