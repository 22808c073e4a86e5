package io.bellwether.node.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/**
 * Seeds are named in what is printed; {@code bellwether simulate --replay SEED} tells their story.
 */
class SimulationTest {
    private static final long SEEDS = Long.getLong("bellwether.simulation.seeds", 10_000);
    private static final int THREADS = Runtime.getRuntime().availableProcessors();
    private static final long SEEDS_FOR_A_BUG = 2000;

    @Test
    @DisplayName(
            "In 10,000 histories of crashes and attacks nothing is lost and nothing used twice")
    void holds() {
        var summary = Simulation.ofTheNodes().run(1, SEEDS, THREADS, true, done -> {});
        System.out.println("simulated: " + summary);
        assertThat(summary.firstFailing()).isEmpty();
        // Histories in which nothing happens would hold everything.
        assertThat(summary.kills()).isGreaterThan(SEEDS);
        assertThat(summary.keys()).isGreaterThan(SEEDS / 2);
        assertThat(summary.blocks()).isGreaterThan(SEEDS / 2);
    }

    @Test
    @DisplayName("A seed replays its history event by event")
    void replays() {
        for (long seed : new long[] {3, 853}) {
            assertThat(story(seed)).as("seed %d", seed).isNotEmpty().isEqualTo(story(seed));
        }
    }

    private static List<String> story(long seed) {
        List<String> story = new ArrayList<>();
        Simulation.ofTheNodes().replay(seed, story::add);
        return story;
    }

    @ParameterizedTest(name = "self-test: the planted bug {0} is found")
    @EnumSource
    void findsPlanted(PlantedBug bug) {
        var summary = Simulation.with(bug).run(1, SEEDS_FOR_A_BUG, THREADS, true, done -> {});
        System.out.printf(
                "planted %s: found after %d seeds%n", bug.id(), summary.seedsUntilFound());
        assertThat(summary.violations()).as(bug.description()).isPositive();
    }
}
