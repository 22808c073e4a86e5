package io.bellwether.bell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChshStatisticsTest {
    // Hensen et al., Nature 526, 682 (2015): psi-minus events, equal and different outcomes as
    // published, i.e. after the relabelling that turns psi-minus into the pattern + + + -
    private static final long[][] DELFT_2015_EQUAL = {{46, 63}, {46, 10}};
    private static final long[][] DELFT_2015_DIFFERENT = {{7, 16}, {16, 41}};

    // Hensen et al., Scientific Reports 6, 30289 (2016), psi-plus events: the pattern is + + - +
    private static final long[][] DELFT_2016_PLUS_EQUAL = {{14, 12}, {2, 15}};
    private static final long[][] DELFT_2016_PLUS_DIFFERENT = {{3, 3}, {17, 6}};

    @Test
    @DisplayName("Delft 2015: 245 rounds, 196 wins, S = 2.4225 +- 0.2038")
    void delft2015() {
        ChshStatistics delft = ChshStatistics.of(DELFT_2015_EQUAL, DELFT_2015_DIFFERENT, 0, 0);
        assertThat(delft.testRounds()).isEqualTo(245);
        assertThat(delft.wonTestRounds()).isEqualTo(196);
        assertThat(delft.lostTestRounds()).isEqualTo(49);
        assertThat(delft.winRatio()).hasValue(196 / 245.0);
        assertThat(delft.chsh().orElseThrow()).isCloseTo(2.4225, within(5e-5));
        assertThat(delft.chshStandardError().orElseThrow()).isCloseTo(0.2038, within(5e-5));
    }

    @Test
    @DisplayName("singlet counts with unrelabelled outcomes score 2.4225 after Bob inverts his")
    void singletRelabelling() {
        // a singlet is anticorrelated where the game wants correlation
        ChshStatistics raw = ChshStatistics.of(DELFT_2015_DIFFERENT, DELFT_2015_EQUAL, 0, 0);
        assertThat(raw.chsh().orElseThrow()).isCloseTo(-2.4225, within(5e-5));
        ChshStatistics scored = raw.relabelled(new OutcomeRelabelling(false, false, true, true));
        assertThat(scored.chsh().orElseThrow()).isCloseTo(2.4225, within(5e-5));
    }

    @Test
    @DisplayName("psi-plus counts need Alice's outcome inverted at x = 1 to show their violation")
    void psiPlusRelabelling() {
        ChshStatistics raw =
                ChshStatistics.of(DELFT_2016_PLUS_EQUAL, DELFT_2016_PLUS_DIFFERENT, 0, 0);
        ChshStatistics scored = raw.relabelled(new OutcomeRelabelling(false, true, false, false));
        assertThat(raw.chsh().orElseThrow()).isLessThan(1);
        assertThat(scored.wonTestRounds()).isEqualTo(14 + 12 + 17 + 15);
        assertThat(scored.chsh().orElseThrow())
                .isCloseTo(11 / 17.0 + 9 / 15.0 + 15 / 19.0 + 9 / 21.0, within(1e-12));
        assertThat(raw.relabelled(OutcomeRelabelling.NONE).chsh()).isEqualTo(raw.chsh());
    }

    @Test
    @DisplayName("scores of empty cells are empty, and the filled ones stay available")
    void emptyCells() {
        ChshStatistics some =
                ChshStatistics.of(new long[][] {{5, 0}, {5, 5}}, new long[2][2], 0, 0);
        assertThat(some.chsh()).isEmpty();
        assertThat(some.chshStandardError()).isEmpty();
        assertThat(some.qber()).isEmpty();
        assertThat(some.qberStandardError()).isEmpty();
        assertThat(some.correlator(0, 1)).isEmpty();
        assertThat(some.correlator(0, 0)).hasValue(1);
        assertThat(some.winRatio()).hasValue(10 / 15.0);
        assertThat(ChshStatistics.of(new long[2][2], new long[2][2], 0, 0).winRatio()).isEmpty();
    }

    @Test
    @DisplayName("Delft 2015 speaks against locality with p = 0.039, as published")
    void localPValueOfDelft() {
        ChshStatistics delft = ChshStatistics.of(DELFT_2015_EQUAL, DELFT_2015_DIFFERENT, 0, 0);
        // scipy.stats.binom.sf(195, 245, 0.75)
        assertThat(delft.localPValue()).isCloseTo(0.03907767138965717, within(1e-13));
    }

    @Test
    @DisplayName("p-values agree with the binomial tail on both sides of the mean")
    void localPValueOnBothSides() {
        // scipy.stats.binom.sf(k - 1, n, 0.75)
        assertThat(wonOf(10, 10).localPValue()).isCloseTo(0.056313514709472684, within(1e-15));
        assertThat(wonOf(7, 10).localPValue()).isCloseTo(0.7758750915527344, within(1e-14));
        assertThat(wonOf(800, 1000).localPValue()).isCloseTo(1.0898019879887834e-4, within(1e-13));
        assertThat(wonOf(0, 10).localPValue()).isEqualTo(1);
        assertThat(wonOf(0, 0).localPValue()).isEqualTo(1);
        assertThat(wonOf(900_000, 1_000_000).localPValue()).isBetween(0.0, 1e-300);
    }

    private static ChshStatistics wonOf(long won, long rounds) {
        return ChshStatistics.of(
                new long[][] {{won, 0}, {0, 0}}, new long[][] {{rounds - won, 0}, {0, 0}}, 0, 0);
    }

    @Test
    @DisplayName("QBER is errors over key rounds, with its binomial standard error")
    void qber() {
        ChshStatistics statistics = ChshStatistics.of(new long[2][2], new long[2][2], 9_856, 144);
        assertThat(statistics.keyRounds()).isEqualTo(10_000);
        assertThat(statistics.keyErrors()).isEqualTo(144);
        assertThat(statistics.qber()).hasValue(0.0144);
        assertThat(statistics.qberStandardError().orElseThrow())
                .isCloseTo(Math.sqrt(.0144 * .9856 / 10_000), within(1e-15));
    }

    @Test
    @DisplayName("negative counts and tables of another shape are refused by name")
    void refusals() {
        assertThatThrownBy(() ->
                        ChshStatistics.of(new long[][] {{0, 0}, {-1, 0}}, new long[2][2], 0, 0))
                .hasMessage("equal[x=1][y=0] = -1 is below 0");
        assertThatThrownBy(() -> ChshStatistics.of(new long[2][2], new long[2][2], 0, -7))
                .hasMessage("keyDifferent = -7 is below 0");
        assertThatThrownBy(() -> ChshStatistics.of(new long[2][2], new long[3][2], 0, 0))
                .hasMessage("different is not a table of 2 by 2 counts");
    }
}
