package io.bellwether.errorcorrection;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.SplittableRandom;

/** Every kind of noise that the protocol meets, in blocks of 10^5 bits, each with its leakage. */
class ChannelsTest {
    private static final int BITS = 100_000;
    private static final long SEED = 41;

    private static void corrects(List<NoiseClass> classes, double largestEfficiency) {
        CodeParameters parameters = CodeSelection.choose(BITS, classes);
        SimulatedBlock block = new SimulatedBlock(BITS, classes, SEED);
        SyndromeCode code = SyndromeCode.of(parameters);
        assertThat(code.decode(code.syndrome(block.alice), block.bob, block::flipProbability))
                .as("%s, seed %d", classes, SEED)
                .isInstanceOfSatisfying(
                        Decoding.Corrected.class,
                        corrected -> assertThat(block.corrects(corrected)).isTrue());
        assertEfficiency(parameters, classes, largestEfficiency);
    }

    private static void assertEfficiency(
            CodeParameters parameters, List<NoiseClass> classes, double largestEfficiency) {
        assertThat(parameters.syndromeBits() / (BITS * CodeSelection.entropyPerBit(classes)))
                .as("f of %s", classes)
                .isLessThan(largestEfficiency);
    }

    @ParameterizedTest
    @CsvSource({
        "0.001, 2.00",
        "0.0015, 1.70",
        "0.002, 1.55",
        "0.0029, 1.42",
        "0.005, 1.28",
        "0.01, 1.20",
        "0.02, 1.15",
        "0.03, 1.13",
        "0.05, 1.10",
        "0.08, 1.09",
        "0.11, 1.09"
    })
    @DisplayName("a single rate of errors from 0.1 % to 11 % is corrected within its leakage")
    void singleRate(double flipProbability, double largestEfficiency) {
        corrects(List.of(new NoiseClass(1, flipProbability)), largestEfficiency);
    }

    @Test
    @DisplayName("key rounds and the four pairs of test settings have a prior each")
    void settingPairs() {
        // Nadlinger et al. 2022, extended data: lost rounds of each pair of settings.
        corrects(
                List.of(
                        new NoiseClass(0.95, 0.0144),
                        new NoiseClass(0.0125, 0.165),
                        new NoiseClass(0.0125, 0.154),
                        new NoiseClass(0.0125, 0.177),
                        new NoiseClass(0.0125, 0.166)),
                1.15);
    }

    @Test
    @DisplayName("\"no click\" in a tenth of the rounds (probability 0.5) is recovered")
    void noClicks() {
        corrects(List.of(new NoiseClass(0.9, 0.0144), new NoiseClass(0.1, 0.5)), 1.15);
    }

    /** p(a, b) of key rounds: .5017, .00339 / .0110, .4839 (Nadlinger et al. 2022). */
    @Test
    @DisplayName(
            "the published Oxford key rounds leak less with a prior for each of Bob's outcomes")
    void asymmetric() {
        double total = .5017 + .00339 + .0110 + .4839;
        double one = (.00339 + .4839) / total;
        double flipOfZero = .0110 / (.0110 + .5017);
        double flipOfOne = .00339 / (.00339 + .4839);
        List<NoiseClass> classes =
                List.of(new NoiseClass(1 - one, flipOfZero), new NoiseClass(one, flipOfOne));
        SplittableRandom random = new SplittableRandom(SEED);
        BitArray bob = BitArray.ofLength(BITS);
        BitArray alice = BitArray.ofLength(BITS);
        for (int i = 0; i < BITS; i++) {
            boolean bit = random.nextDouble() < one;
            bob.set(i, bit);
            alice.set(i, bit ^ random.nextDouble() < (bit ? flipOfOne : flipOfZero));
        }
        CodeParameters parameters = CodeSelection.choose(BITS, classes);
        SyndromeCode code = SyndromeCode.of(parameters);
        assertThat(
                        code.decode(
                                code.syndrome(new SecretBits(alice.copy())),
                                new SecretBits(bob.copy()),
                                bit -> bob.get(bit) ? flipOfOne : flipOfZero))
                .isInstanceOfSatisfying(
                        Decoding.Corrected.class,
                        corrected ->
                                assertThat(corrected.key().read(SecretAccess.to("compare")))
                                        .isEqualTo(alice));
        assertEfficiency(parameters, classes, 1.17);
        double meanFlip = (.0110 + .00339) / total;
        assertThat(parameters.syndromeBits())
                .isLessThan(
                        CodeSelection.choose(BITS, List.of(new NoiseClass(1, meanFlip)))
                                .syndromeBits());
    }

    @Test
    @DisplayName("a hostile syndrome ends in NotConverged after exactly the bound of iterations")
    void hostileSyndrome() {
        List<NoiseClass> classes = List.of(new NoiseClass(1, 0.0144));
        SyndromeCode code = SyndromeCode.of(CodeSelection.choose(BITS, classes));
        SplittableRandom random = new SplittableRandom(SEED);
        long length = code.syndromeBits();
        BitArray noise = BitArray.wrap(random.longs(BitArray.wordsFor(length)).toArray(), length);
        var bob = new SimulatedBlock(BITS, classes, SEED).bob;
        assertThat(code.decode(noise, bob, bit -> 0.0144))
                .isEqualTo(new Decoding.NotConverged(200));
    }
}
