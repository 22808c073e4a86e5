package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChainedGame;
import io.bellwether.bell.ChshBehaviours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class LocalWeightTest {
    @ParameterizedTest(name = "visibility {0}")
    @DisplayName("for CHSH behaviours it is (4 - S)/2, proved from both sides")
    @ValueSource(doubles = {1, .99, .9, .8, .72})
    void depolarised(double visibility) {
        // no-signalling polytope: p = q local + (1 - q) PR box, S = 2 q + 4 (1 - q)
        Behaviour werner = ChshBehaviours.depolarised(visibility);
        LocalWeight weight = LocalWeight.of(werner);
        double exact = (4 - werner.chsh()) / 2;
        assertThat(weight.atLeast()).isBetween(exact - 1e-9, exact + 1e-12);
        assertThat(weight.atMost()).isBetween(exact - 1e-12, exact + 1e-9);
        assertThat(weight.noSignallingUpperBits()).isCloseTo(1 - exact, within(1e-9));
    }

    @Test
    @DisplayName("for the best chained behaviours it is 2 M sin^2(pi/4M), four settings at most")
    void chained() {
        // Barrett, Kent, Pironio, Phys. Rev. Lett. 97, 170409 (2006): the weight is at most the
        // chained expression I_M = 2 M sin^2(pi/4M)
        for (int m = 2; m <= 4; m++) {
            double sine = Math.sin(Math.PI / (4 * m));
            LocalWeight weight = LocalWeight.of(new ChainedGame(m).best(1));
            assertThat(weight.atMost()).isCloseTo(2 * m * sine * sine, within(1e-9));
            assertThat(weight.atLeast()).isCloseTo(2 * m * sine * sine, within(1e-9));
        }
        assertThatThrownBy(() -> LocalWeight.of(new ChainedGame(5).best(1)))
                .hasMessage("deterministic strategies = 1024 is above 256");
    }

    @Test
    @DisplayName("local behaviours are decomposed, nonlocal ones violate the inequality given")
    void membership() {
        LocalMembership local = LocalWeight.membershipOf(ChshBehaviours.depolarised(.7));
        assertThat(local).isInstanceOf(LocalMembership.Local.class);
        LocalMembership.Local found = (LocalMembership.Local) local;
        assertThat(found.largestError()).isLessThan(1e-9);
        assertThat(found.weights().values().stream().mapToDouble(d -> d).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(found.weights().values()).allMatch(share -> share > 0);
        assertThat(LocalWeight.membershipOf(ChshBehaviours.localDeterministic()))
                .isInstanceOf(LocalMembership.Local.class);
    }

    @Test
    @DisplayName("membership agrees with CHSH for random pairs of qubits (seed 21)")
    void randomBehaviours() {
        SplittableRandom random = new SplittableRandom(21);
        int nonlocal = 0;
        for (int i = 0; i < 60; i++) {
            Behaviour behaviour = QubitBehaviours.random(random);
            switch (LocalWeight.membershipOf(behaviour)) {
                case LocalMembership.Local(var weights, double error) -> {
                    assertThat(error).isLessThan(1e-9);
                    assertThat(behaviour.chsh()).isLessThanOrEqualTo(2 + 1e-8);
                }
                case LocalMembership.Nonlocal(var inequality, double bound, double value) -> {
                    nonlocal++;
                    assertThat(value).isGreaterThan(bound);
                    assertThat(inequality.localBound()).isEqualTo(bound);
                    assertThat(inequality.valueOf(behaviour)).isGreaterThanOrEqualTo(value);
                    // the test of locality holds for local behaviours
                    assertThat(inequality.valueOf(ChshBehaviours.depolarised(.7)))
                            .isLessThanOrEqualTo(bound + 1e-12);
                }
            }
        }
        assertThat(nonlocal).isBetween(10, 59);
    }

    @Test
    @DisplayName("a table that signals has a part that no local devices play")
    void signalling() {
        assertThat(LocalWeight.membershipOf(ChshBehaviours.oxford2022()))
                .isInstanceOf(LocalMembership.Nonlocal.class);
    }
}
