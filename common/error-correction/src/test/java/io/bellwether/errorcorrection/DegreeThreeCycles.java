package io.bellwether.errorcorrection;

import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the cheapest cycle of variables of degree 2 and 3 through each column of degree 3 costs,
 * besides the column itself: 1 for each variable of degree 2 and 3 for one of degree 3. Counts in
 * the lifted code, from the matrix alone; all copies of a column are alike.
 */
final class DegreeThreeCycles {
    private final int[][] checksOfVariable;
    private final List<List<Integer>> variablesOfCheck = new ArrayList<>();
    private final int liftingSize;

    DegreeThreeCycles(QuasiCyclicMatrix matrix) {
        liftingSize = matrix.liftingSize();
        checksOfVariable = new int[matrix.baseColumns() * liftingSize][0];
        for (int row = 0; row < matrix.baseRows(); row++) {
            for (int z = 0; z < liftingSize; z++) {
                for (int e = 0; e < matrix.columns()[row].length; e++) {
                    int place = (z + matrix.shifts()[row][e]) % liftingSize;
                    int variable = matrix.columns()[row][e] * liftingSize + place;
                    int[] before = checksOfVariable[variable];
                    checksOfVariable[variable] = Arrays.copyOf(before, before.length + 1);
                    checksOfVariable[variable][before.length] = row * liftingSize + z;
                }
            }
        }
        for (int check = 0; check < matrix.baseRows() * liftingSize; check++) {
            variablesOfCheck.add(new ArrayList<>());
        }
        for (int variable = 0; variable < checksOfVariable.length; variable++) {
            if (checksOfVariable[variable].length <= 3) {
                for (int check : checksOfVariable[variable]) {
                    variablesOfCheck.get(check).add(variable);
                }
            }
        }
    }

    /** For each cost how many columns have it; those of the limit and more count together. */
    int[] columnsByCost(int limit) {
        int[] count = new int[limit + 1];
        for (int variable = 0; variable < checksOfVariable.length; variable += liftingSize) {
            if (checksOfVariable[variable].length == 3) {
                count[cheapest(variable, limit)]++;
            }
        }
        return count;
    }

    /** What it costs to come from one check of the variable to another, around the variable. */
    private int cheapest(int variable, int limit) {
        int cheapest = limit;
        for (int from : checksOfVariable[variable]) {
            for (int to : checksOfVariable[variable]) {
                cheapest =
                        from < to ? Math.min(cheapest, path(from, to, variable, limit)) : cheapest;
            }
        }
        return cheapest;
    }

    private int path(int from, int to, int without, int limit) {
        List<List<Integer>> checksByCost = new ArrayList<>();
        for (int cost = 0; cost <= limit; cost++) {
            checksByCost.add(new ArrayList<>());
        }
        checksByCost.getFirst().add(from);
        Set<Integer> settled = new HashSet<>();
        for (int cost = 0; cost < limit; cost++) {
            for (int check : checksByCost.get(cost)) {
                if (check == to) {
                    return cost;
                }
                if (settled.add(check)) {
                    for (int variable : variablesOfCheck.get(check)) {
                        int after = cost + (checksOfVariable[variable].length == 2 ? 1 : 3);
                        if (variable != without && after < limit) {
                            Arrays.stream(checksOfVariable[variable])
                                    .forEach(checksByCost.get(after)::add);
                        }
                    }
                }
            }
        }
        return limit;
    }
}
