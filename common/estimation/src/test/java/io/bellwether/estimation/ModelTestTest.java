package io.bellwether.estimation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.bell.ChshStatistics;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/** Counts inside and outside the model. */
class ModelTestTest {
    private static final double GAMMA = 13 / 256.0;
    private static final long CELL = 10_000;

    /** Alice's and Bob's ones in a cell of {@link #CELL} rounds with so many equal outcomes. */
    private static Optional<ModelViolation> violation(
            long equal, long aliceOnesAtY1, long bobOnesAtX1, long aliceKeyOnes) {
        long[][] same = {{equal, equal}, {equal, CELL - equal}};
        long[][] different = {{CELL - equal, CELL - equal}, {CELL - equal, equal}};
        long keyRounds = Math.round(4 * CELL * (1 - GAMMA) / GAMMA);
        long[][] alice = {{5000, aliceOnesAtY1}, {5000, aliceOnesAtY1}};
        long[][] bob = {{5000, 5000}, {bobOnesAtX1, bobOnesAtX1}};
        return ModelTest.of(
                ChshStatistics.of(same, different, keyRounds, 0),
                new MarginalCounts(
                        alice, bob, aliceKeyOnes < 0 ? keyRounds / 2 : aliceKeyOnes, keyRounds),
                GAMMA);
    }

    @Test
    @DisplayName("a score at the quantum bound and level marginals raise no alarm")
    void quantum() {
        assertThat(violation(8535, 5000, 5000, -1)).isEmpty();
        // Three standard deviations beyond, as one block of 740 is: no alarm yet.
        assertThat(violation(8535 + 53, 5100, 4900, -1)).isEmpty();
    }

    @Test
    @DisplayName("S = 3 in 40,000 test rounds is beyond chance for any quantum devices")
    void superQuantum() {
        ModelViolation found = violation(8750, 5000, 5000, -1).orElseThrow();

        assertThat(found.finding()).contains("above the quantum bound, S = 3.0000");
        // 40,000 D(0.875 || 0.853553) = 76.8 nats, times six findings: 1e-32.6
        assertThat(found.log10PValue()).isBetween(-33.0, -32.0);
        assertThat(found.describe()).contains("p-value at most 1e-3");
    }

    @Test
    @DisplayName("a marginal that follows the other side's setting is named, at either side")
    void signalling() {
        assertThat(violation(8000, 5700, 5000, -1).orElseThrow().finding())
                .startsWith("Alice's outcomes at x =");
        assertThat(violation(8000, 5000, 4300, -1).orElseThrow().finding())
                .startsWith("Bob's outcomes at y =");
    }

    @Test
    @DisplayName("a marginal that is different in key rounds is named")
    void keyRounds() {
        assertThat(violation(8000, 5000, 5000, 0).orElseThrow().finding())
                .contains("depend on whether Bob measures a key round");
    }
}
