package io.bellwether.node.analysis;

import io.bellwether.bell.ChshStatistics;

import java.util.ArrayList;
import java.util.List;

/** S after more and more test rounds, kept at a bounded number of points. */
final class RunningScore {
    /** Enough for a picture; when they are used up every other one goes. */
    private static final int POINT_LIMIT = 1024;

    private static final int FIRST_POINT = 16;

    private final List<Analysis.Point> points = new ArrayList<>();
    private long step = 1;
    private long next = FIRST_POINT;

    boolean isDue(long testRounds) {
        return testRounds >= next;
    }

    /** Adds a point if S is defined yet. */
    void add(ChshStatistics statistics) {
        long rounds = statistics.testRounds();
        next = rounds + step;
        if (statistics.chsh().isPresent()) {
            points.add(
                    new Analysis.Point(
                            rounds,
                            statistics.chsh().getAsDouble(),
                            statistics.chshStandardError().getAsDouble()));
        }
        if (points.size() == POINT_LIMIT) {
            for (int i = 0; i < POINT_LIMIT / 2; i++) {
                points.remove(i);
            }
            step *= 2;
        }
    }

    List<Analysis.Point> points() {
        return List.copyOf(points);
    }
}
