package io.bellwether.errorcorrection;

import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The lifted graph whose edges are the variables of degree 2 and whose nodes are the checks. */
final class DegreeTwoCycles {
    private final int liftingSize;
    private final List<List<int[]>> edgesOfCheck = new ArrayList<>();

    DegreeTwoCycles(QuasiCyclicMatrix matrix) {
        liftingSize = matrix.liftingSize();
        int checks = matrix.baseRows() * liftingSize;
        for (int check = 0; check < checks; check++) {
            edgesOfCheck.add(new ArrayList<>());
        }
        int[][] checksOfVariable = new int[matrix.baseColumns() * liftingSize][];
        Arrays.setAll(checksOfVariable, variable -> new int[0]);
        for (int row = 0; row < matrix.baseRows(); row++) {
            for (int e = 0; e < matrix.columns()[row].length; e++) {
                for (int z = 0; z < liftingSize; z++) {
                    int place = (z + matrix.shifts()[row][e]) % liftingSize;
                    int variable = matrix.columns()[row][e] * liftingSize + place;
                    int[] before = checksOfVariable[variable];
                    checksOfVariable[variable] = Arrays.copyOf(before, before.length + 1);
                    checksOfVariable[variable][before.length] = row * liftingSize + z;
                }
            }
        }
        for (int variable = 0; variable < checksOfVariable.length; variable++) {
            int[] ends = checksOfVariable[variable];
            if (ends.length == 2) {
                edgesOfCheck.get(ends[0]).add(new int[] {variable, ends[1]});
                edgesOfCheck.get(ends[1]).add(new int[] {variable, ends[0]});
            }
        }
    }

    /** The fewest variables of a cycle: every cycle has a copy through the first check of a row. */
    int shortest() {
        int shortest = Integer.MAX_VALUE;
        for (int check = 0; check < edgesOfCheck.size(); check += liftingSize) {
            shortest = Math.min(shortest, shortestNear(check));
        }
        return shortest;
    }

    /** No longer than the shortest cycle through the check, and some cycle's length. */
    private int shortestNear(int start) {
        int[] distance = new int[edgesOfCheck.size()];
        int[] edgeTo = new int[edgesOfCheck.size()];
        Arrays.fill(distance, -1);
        Arrays.fill(edgeTo, -1);
        distance[start] = 0;
        var queue = new ArrayDeque<Integer>(List.of(start));
        int shortest = Integer.MAX_VALUE;
        while (!queue.isEmpty()) {
            int check = queue.remove();
            for (int[] edge : edgesOfCheck.get(check)) {
                if (edge[0] != edgeTo[check]) {
                    if (distance[edge[1]] >= 0) {
                        return Math.min(shortest, distance[check] + distance[edge[1]] + 1);
                    }
                    distance[edge[1]] = distance[check] + 1;
                    edgeTo[edge[1]] = edge[0];
                    queue.add(edge[1]);
                }
            }
        }
        return shortest;
    }
}
