package io.bellwether.privacyamplification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.bell.ChshGame;
import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.EpsilonBudget;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.verification.Comparison;
import io.bellwether.verification.Verification;
import io.bellwether.verification.VerifiedKey;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;
import java.util.SplittableRandom;

/** The last step takes only a length that is for this very block. */
class AmplificationTest {
    private static final int ROUNDS = 20_000;
    private static final long SEED = 20_250_109;

    /** The soundness is absurd, because the block has to be short. */
    private static final KeyLength.Certified LENGTH = certified();

    private static KeyLength.Certified certified() {
        var block =
                new BlockParameters(
                        ROUNDS, 0.15, ChshGame.W_MAX, 0, new EpsilonBudget(0.9, 1e-20, 1e-20));
        return (KeyLength.Certified)
                KeylenEatOxford.keyLength(block, KeylenEatOxford.optimise(block));
    }

    private static BitArray random(String what, long bits) {
        var random = new SplittableRandom(SEED + what.hashCode());
        return BitArray.wrap(random.longs(BitArray.wordsFor(bits)).toArray(), bits);
    }

    private static VerifiedKey verified(long bits) {
        var key = new SecretBits(random("key", bits));
        BitArray seed = random("verification seed", Verification.seedBits(bits));
        BitArray tag = Verification.challenge(key, seed).tag();
        return ((Comparison.Equal) Verification.verify(key, seed, tag)).key();
    }

    private static AcceptedEstimate estimate(long maxLostTestRounds) {
        return AcceptedEstimate.statedByPeer(maxLostTestRounds, OptionalLong.empty());
    }

    private static BitArray seed(long keyBits) {
        return random("seed", ToeplitzHash.seedBits(keyBits, LENGTH.keyBits()));
    }

    @Test
    @DisplayName("a block gives exactly the certified number of bits, those of the Toeplitz hash")
    void certifiedLength() {
        VerifiedKey key = verified(ROUNDS);
        SecretBits secret =
                Amplification.amplify(
                        key, estimate(LENGTH.block().maxLostTestRounds()), LENGTH, seed(ROUNDS));

        SecretAccess access = SecretAccess.to("compare in a test");
        assertThat(secret.length()).isEqualTo(LENGTH.keyBits());
        assertThat(secret.read(access))
                .isEqualTo(
                        ToeplitzHash.hash(key.bits(), seed(ROUNDS), LENGTH.keyBits()).read(access));
    }

    @Test
    @DisplayName("a length that was certified for another number of rounds is refused")
    void otherRounds() {
        assertThatThrownBy(() ->
                        Amplification.amplify(
                                verified(ROUNDS + 1),
                                estimate(LENGTH.block().maxLostTestRounds()),
                                LENGTH,
                                seed(ROUNDS + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key length certified for a raw key of 20000 bits, key of 20001");
    }

    @Test
    @DisplayName("a block that passed another threshold is refused, even a stricter one")
    void otherThreshold() {
        long threshold = LENGTH.block().maxLostTestRounds();
        for (long passed : new long[] {threshold - 1, threshold + 1}) {
            assertThatThrownBy(() ->
                            Amplification.amplify(
                                    verified(ROUNDS), estimate(passed), LENGTH, seed(ROUNDS)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most %d lost test rounds".formatted(threshold))
                    .hasMessageContaining("up to %d".formatted(passed));
        }
    }

    @Test
    @DisplayName("a length for private lost rounds is refused once they were announced")
    void announcedCount() {
        long threshold = LENGTH.block().maxLostTestRounds();
        AcceptedEstimate announced =
                AcceptedEstimate.statedByPeer(threshold, OptionalLong.of(threshold));

        assertThatThrownBy(() ->
                        Amplification.amplify(verified(ROUNDS), announced, LENGTH, seed(ROUNDS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OptionalLong[" + threshold + "]");
    }

    @Test
    @DisplayName("of a longer seed the first bits are used, at both ends the same")
    void longerSeed() {
        BitArray longer = random("longer", 2 * ROUNDS);
        AcceptedEstimate estimate = estimate(LENGTH.block().maxLostTestRounds());
        SecretAccess access = SecretAccess.to("compare in a test");

        assertThat(Amplification.amplify(verified(ROUNDS), estimate, LENGTH, longer).read(access))
                .isEqualTo(
                        Amplification.amplify(
                                        verified(ROUNDS),
                                        estimate,
                                        LENGTH,
                                        longer.slice(
                                                0, ToeplitzHash.seedBits(ROUNDS, LENGTH.keyBits())))
                                .read(access));
    }

    @Test
    @DisplayName("a shorter seed is refused")
    void otherSeed() {
        assertThatThrownBy(() ->
                        Amplification.amplify(
                                verified(ROUNDS),
                                estimate(LENGTH.block().maxLostTestRounds()),
                                LENGTH,
                                BitArray.ofLength(ROUNDS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("seed: 20000 bits");
    }
}
