package io.bellwether.bell;

import java.util.ArrayList;
import java.util.List;

/** The vertices of the local polytope: every outcome is a function of the own setting. */
public final class DeterministicStrategies {
    private DeterministicStrategies() {}

    /**
     * One outcome for each setting of each side.
     *
     * @param alice outcome a for each x
     * @param bob outcome b for each y
     */
    public record Strategy(List<Integer> alice, List<Integer> bob) {
        /** Lists are copied. */
        public Strategy {
            alice = List.copyOf(alice);
            bob = List.copyOf(bob);
        }

        /** Whether it answers a to x and b to y. */
        public boolean gives(int a, int b, int x, int y) {
            return alice.get(x) == a && bob.get(y) == b;
        }
    }

    /**
     * All strategies of both sides.
     *
     * @param limit largest number of them
     * @throws IllegalArgumentException when there are more, with their number
     */
    public static List<Strategy> all(
            int aliceSettings, int bobSettings, int aliceOutcomes, int bobOutcomes, int limit) {
        double number = Math.pow(aliceOutcomes, aliceSettings) * Math.pow(bobOutcomes, bobSettings);
        if (number > limit) {
            throw new IllegalArgumentException(
                    "deterministic strategies = %.0f is above %d".formatted(number, limit));
        }
        List<Strategy> strategies = new ArrayList<>();
        int[] alice = new int[aliceSettings];
        do {
            int[] bob = new int[bobSettings];
            do {
                strategies.add(new Strategy(listOf(alice), listOf(bob)));
            } while (advance(bob, bobOutcomes));
        } while (advance(alice, aliceOutcomes));
        return strategies;
    }

    /** The next assignment in counting order; false, and back at zeros, after the last one. */
    static boolean advance(int[] outcomes, int base) {
        for (int i = 0; i < outcomes.length; i++) {
            if (++outcomes[i] < base) {
                return true;
            }
            outcomes[i] = 0;
        }
        return false;
    }

    private static List<Integer> listOf(int[] outcomes) {
        List<Integer> list = new ArrayList<>();
        for (int outcome : outcomes) {
            list.add(outcome);
        }
        return list;
    }
}
