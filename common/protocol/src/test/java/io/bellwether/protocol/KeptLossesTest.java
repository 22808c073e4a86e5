package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.ChshGame;
import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.Decoding;
import io.bellwether.errorcorrection.SyndromeCode;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.securityproof.Theorem;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/** Bob's decoder is told where he had no click (Ma and Luetkenhaus 2012); the score is not. */
class KeptLossesTest {
    private static final double EPSILON_AUTHENTICATION = 1e-25;

    /** Between the thresholds 0.9078 with and 0.9231 without. */
    private static final double EFFICIENCY = 0.92;

    private static final double GAMMA = 0.02;

    private static Protocol.Chsh honest(double told) {
        return model(EFFICIENCY, told);
    }

    private static Protocol.Chsh model(double eta, double told) {
        double s = ChshGame.QUANTUM_BOUND * eta * eta + 2 * (1 - eta) * (1 - eta);
        return new Protocol.Chsh(Theorem.KEYLEN_RENYI_VARIABLE, s, eta * (1 - eta), 3, 0, told);
    }

    private static BlockPlan plan(double told, long rounds) {
        return plan(honest(told), rounds);
    }

    private static BlockPlan plan(Protocol.Chsh model, long rounds) {
        return BlockPlan.proposed(
                new SessionParameters(
                        rounds, 1 << 20, GAMMA, SettingSource.ANNOUNCED, model, 1e-10, 0.1, 0.5),
                EPSILON_AUTHENTICATION);
    }

    @Test
    @DisplayName("between the two thresholds a block gives a key if losses are kept, else none")
    void betweenThresholds() {
        assertThat(plan(EFFICIENCY, 100_000_000).expectedKeyBits()).isPositive();
        assertThat(plan(1, 100_000_000).expectedKeyBits()).isZero();
    }

    @Test
    @DisplayName("the preset, just below the binned threshold, gives a key whenever it is accepted")
    void presetBetweenThresholds() {
        long rounds = 20_000_000;
        double eta = 0.923;
        double s = ChshGame.QUANTUM_BOUND * eta * eta + 2 * (1 - eta) * (1 - eta);

        assertThat(s).isCloseTo(2.4214, within(5e-4));
        assertThat(plan(model(eta, eta), rounds).keyBits()).isPositive();
        assertThat(plan(model(eta, 1), rounds).expectedKeyBits()).isZero();
    }

    @Test
    @DisplayName("what the decoder is told is what the lossy pair does, class by class")
    void expectedNoise() {
        // H(A|B) of perfect pairs: a 0 of Bob says 0 but for nothing; a 1 errs when Alice lost.
        double eta = EFFICIENCY;
        double entropy =
                eta / 2 * h(1 - eta)
                        + (1 - eta) * h(eta / 2)
                        // No code is laid out for less noise than 1e-3.
                        + eta / 2 * h(1e-3);
        assertThat(CodeSelection.entropyPerBit(honest(eta).noise().classes(1e-12, 0)))
                .isCloseTo(entropy, within(1e-9));
        assertThat(CodeSelection.entropyPerBit(honest(1).noise().classes(1e-12, 0)))
                .isCloseTo(h(eta * (1 - eta)), within(1e-9));
    }

    private static double h(double p) {
        return -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }

    @Test
    @DisplayName("the decoder corrects with the shorter syndrome, and cannot when it is not told")
    void decodes() {
        long rounds = 100_000;
        var lossy = new LossyKey(rounds);
        CodeParameters code =
                CodeSelection.choose(rounds, honest(EFFICIENCY).noise().classes(0, 0));
        assertThat((double) code.syndromeBits())
                .isLessThan(
                        0.85
                                * CodeSelection.choose(rounds, honest(1).noise().classes(0, 0))
                                        .syndromeBits());
        SyndromeCode syndromes = SyndromeCode.of(code);
        BitArray syndrome = syndromes.syndrome(lossy.alice);

        Decoding told =
                syndromes.decode(
                        syndrome,
                        lossy.bob,
                        honest(EFFICIENCY)
                                .noise()
                                .flips(lossy.tests, lossy.tests, lossy.lost, lossy.bob));
        Decoding untold =
                syndromes.decode(
                        syndrome,
                        lossy.bob,
                        honest(1).noise().flips(lossy.tests, lossy.tests, lossy.lost, lossy.bob));

        SecretAccess access = SecretAccess.to("compare in a test");
        assertThat(told)
                .isInstanceOfSatisfying(
                        Decoding.Corrected.class,
                        corrected ->
                                assertThat(corrected.key().read(access))
                                        .isEqualTo(lossy.alice.read(access)));
        assertThat(untold).isInstanceOf(Decoding.NotConverged.class);
    }

    /** Key rounds of perfect pairs, each photon lost with 1 - eta and mapped to 0; seeded. */
    private static final class LossyKey {
        private final SecretBits alice;
        private final SecretBits bob;
        private final BitArray lost;
        private final BitArray tests;

        LossyKey(long rounds) {
            var random = new SplittableRandom(20_251_121);
            BitArray a = BitArray.ofLength(rounds);
            BitArray b = BitArray.ofLength(rounds);
            lost = BitArray.ofLength(rounds);
            tests = BitArray.ofLength(rounds);
            for (long i = 0; i < rounds; i++) {
                boolean shared = random.nextBoolean();
                a.set(i, shared && random.nextDouble() < EFFICIENCY);
                lost.set(i, random.nextDouble() >= EFFICIENCY);
                b.set(i, shared && !lost.get(i));
            }
            alice = new SecretBits(a);
            bob = new SecretBits(b);
        }
    }
}
