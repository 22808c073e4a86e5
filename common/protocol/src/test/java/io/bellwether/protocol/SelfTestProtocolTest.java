package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.foundation.BitArray;
import io.bellwether.securityproof.KeyLength;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What the d-outcome protocol asks for and what it promises. */
class SelfTestProtocolTest {
    private static SessionParameters parameters(SelfTestProtocol protocol) {
        return new SessionParameters(
                400_000, 100_000, 0.5, SettingSource.ANNOUNCED, protocol, 1e-10, 0.1, 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 64})
    @DisplayName("the uncertified length is log2 d for each key round, less what is published")
    void length(int levels) {
        var plan = BlockPlan.proposed(parameters(new SelfTestProtocol(levels, 0.5, 1, 3)), 1e-12);

        double rate = Math.log(levels) / Math.log(2);
        assertThat((double) plan.laboratoryLength().orElseThrow().bits())
                .isCloseTo(200_000 * rate - plan.leakedBits(), within(2.0));
        assertThat(plan.block().rawKeyBits())
                .isEqualTo(200_000L * Math.round(Math.ceil(rate)))
                .isEqualTo(plan.code().blockBits());
        assertThat(plan.keyBits()).isZero();
        assertThat(plan.shortest()).isInstanceOf(KeyLength.None.class);
        assertThat(plan.noKeyReason()).isEmpty();
    }

    @Test
    @DisplayName("with noise there is no rate, and the reason names value and limit")
    void noise() {
        var noisy = new SelfTestProtocol(4, 0.5, 0.99, 3);
        var plan = BlockPlan.proposed(parameters(noisy), 1e-12);

        assertThat(plan.laboratoryLength()).isEmpty();
        assertThat(plan.noKeyReason().orElseThrow()).endsWith("expectedVisibility 0.99; limit 1");
        assertThat(noisy.expectedScore()).isCloseTo(2.94, within(1e-12));
        assertThat(noisy.expectedFlip(1)).isCloseTo(0.005, within(1e-12));
    }

    @Test
    @DisplayName("levels, power and visibility outside their range are refused by name")
    void refusals() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SelfTestProtocol(65, 0.5, 1, 3))
                .withMessage("levels: 65; limit 2 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SelfTestProtocol(4, 0, 1, 3))
                .withMessage("shiftPower: 0.0; limit 0.01 to 0.99");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SelfTestProtocol(4, 0.5, 1.1, 3))
                .withMessage("expectedVisibility: 1.1; limit above 0, to 1");
    }

    @Test
    @DisplayName("test settings are uniform, also where their number is no power of two")
    void uniformSettings() {
        var random = new SplittableRandom(31);
        var choice = new SettingChoice(target -> Arrays.setAll(target, i -> random.nextLong()));
        BitArray mask = choice.biased(180_000, 0.5);
        short[] drawn = choice.uniformWhere(mask, (short) 9);
        int[] counts = new int[10];
        for (int i = 0; i < drawn.length; i++) {
            assertThat(drawn[i] == 9).isEqualTo(!mask.get(i));
            counts[drawn[i]]++;
        }
        // 10,000 each; 7 standard deviations (seed 31)
        assertThat(Arrays.stream(counts).limit(9)).allMatch(n -> Math.abs(n - 10_000) < 700);
    }

    @Test
    @DisplayName("settings above 255 take two bytes, the higher one first")
    void wideSettings() {
        short[] drawn = {0, 255, 256, 4096};
        Effect.Measure wide = Effect.Measure.of(7, drawn, 4097);
        assertThat(wide.settings()).containsExactly(0, 0, 0, 255, 1, 0, 16, 0);
        assertThat(wide.rounds()).isEqualTo(4);
        Effect.Measure narrow = Effect.Measure.of(7, new short[] {0, 16}, 17);
        assertThat(narrow.settings()).containsExactly(0, 16);
        assertThat(narrow.rounds()).isEqualTo(2);
    }

    @Test
    @DisplayName("two key bases: the uncertified length is above that of one basis at the same S")
    void twoBases() {
        var two = new TwoBasesProtocol(2.7, 0.02, 3, 0);
        var one = new GeneralisedProtocol(1, 1, 1.35, 1.35, 0.02, 3, 0);
        var parameters =
                new SessionParameters(
                        400_000, 100_000, 0.05, SettingSource.ANNOUNCED, two, 1e-10, 0.1, 0.5);
        var plan = BlockPlan.proposed(parameters, 1e-12);
        assertThat(plan.laboratoryLength().orElseThrow().bits())
                .isGreaterThan(
                        BlockPlan.proposed(parameters.with(one), 1e-12)
                                .laboratoryLength()
                                .orElseThrow()
                                .bits());
        assertThat(plan.keyBits()).isZero();
    }
}
