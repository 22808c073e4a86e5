package io.bellwether.device.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Map;

class BoxModelTest {
    @Test
    @DisplayName("every name is parsed to a model of that name whose parameters parse back to it")
    void roundTrip() {
        for (String name : BoxModel.NAMES) {
            BoxModel model = BoxModel.parse(name, Map.of());
            assertThat(model.name()).isEqualTo(name);
            assertThat(BoxModel.parse(name, model.parameters())).isEqualTo(model);
        }
        assertThat(BoxModel.parse("depolarised", Map.of("visibility", "0.875")))
                .isEqualTo(BoxModel.depolarised(0.875));
    }

    @Test
    @DisplayName("an unknown name is refused with the list of names")
    void unknownName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoxModel.parse("oxford", Map.of()))
                .withMessageStartingWith("box model: oxford; one of oxford2022, depolarised,")
                .withMessageEndingWith("chained, d-outcome");
    }

    @Test
    @DisplayName("an unknown parameter is refused with the names that the model has")
    void unknownParameter() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoxModel.parse("depolarised", Map.of("visibilty", "0.9")))
                .withMessage(
                        "box model depolarised: unknown parameter visibilty; it has visibility");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoxModel.parse("local", Map.of("efficiency", "0.9")))
                .withMessageEndingWith("it has none");
    }

    @Test
    @DisplayName("a value outside 0 to 1 or no number is refused with field, value and limit")
    void badValue() {
        for (String value : new String[] {"1.01", "-0.1", "NaN", "much", ""}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> BoxModel.parse("depolarised", Map.of("visibility", value)))
                    .withMessageStartingWith("box model depolarised: visibility: " + value)
                    .withMessageContaining("from 0 to 1");
        }
    }

    @Test
    @DisplayName("everything that is wrong is said at once")
    void allProblems() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BoxModel.parse(
                                "chained", Map.of("settings", "2.5", "noise", "-1", "m", "4")))
                .withMessage(
                        "box model chained: unknown parameter m; it has settings, noise; box model"
                                + " chained: settings: 2.5; a whole number from 2 to 64; box model"
                                + " chained: noise: -1; a number from 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BoxModel.parse("bursts", Map.of("burst-rounds", "10000")))
                .withMessage("box model bursts: burst-rounds: 10000; below period-rounds, 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BoxModel.parse("qubit-amplifier", Map.of("amplifier-transmissivity", "1")))
                .withMessageContaining("below 1");
    }
}
