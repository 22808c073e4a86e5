package io.bellwether.bell;

import java.util.OptionalDouble;

/**
 * What was counted in a run of the CHSH protocol: equal and different outcomes for each pair of
 * test settings and for the key rounds. Immutable. A score of cells that hold no round is empty,
 * never NaN.
 */
public final class ChshStatistics implements BlockStatistics {
    private final long[][] equal;
    private final long[][] different;
    private final long keyEqual;
    private final long keyDifferent;

    private ChshStatistics(long[][] equal, long[][] different, long keyEqual, long keyDifferent) {
        this.equal = equal;
        this.different = different;
        this.keyEqual = keyEqual;
        this.keyDifferent = keyDifferent;
    }

    /**
     * Takes copies of the counts.
     *
     * @param equal test rounds with a = b, indexed [x][y], x and y in {0, 1}
     * @param different test rounds with a != b, indexed [x][y]
     * @param keyEqual key rounds with a = b
     * @param keyDifferent key rounds with a != b
     * @throws IllegalArgumentException when a table is not 2 by 2 or a count is negative
     */
    public static ChshStatistics of(
            long[][] equal, long[][] different, long keyEqual, long keyDifferent) {
        return new ChshStatistics(
                copyOf("equal", equal),
                copyOf("different", different),
                nonNegative("keyEqual", keyEqual),
                nonNegative("keyDifferent", keyDifferent));
    }

    private static long[][] copyOf(String name, long[][] counts) {
        if (counts.length != 2 || counts[0].length != 2 || counts[1].length != 2) {
            throw new IllegalArgumentException(name + " is not a table of 2 by 2 counts");
        }
        long[][] copy = {counts[0].clone(), counts[1].clone()};
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                nonNegative("%s[x=%d][y=%d]".formatted(name, x, y), copy[x][y]);
            }
        }
        return copy;
    }

    private static long nonNegative(String name, long count) {
        if (count < 0) {
            throw new IllegalArgumentException(name + " = " + count + " is below 0");
        }
        return count;
    }

    /** The same rounds as a game with this relabelling counts them; key rounds stay. */
    public ChshStatistics relabelled(OutcomeRelabelling relabelling) {
        long[][] newEqual = new long[2][2];
        long[][] newDifferent = new long[2][2];
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                boolean swap = relabelling.swapsEqualAndDifferent(x, y);
                newEqual[x][y] = swap ? different[x][y] : equal[x][y];
                newDifferent[x][y] = swap ? equal[x][y] : different[x][y];
            }
        }
        return new ChshStatistics(newEqual, newDifferent, keyEqual, keyDifferent);
    }

    /** The counts of both. */
    public ChshStatistics plus(ChshStatistics other) {
        long[][] bothEqual = new long[2][2];
        long[][] bothDifferent = new long[2][2];
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                bothEqual[x][y] = equal[x][y] + other.equal[x][y];
                bothDifferent[x][y] = different[x][y] + other.different[x][y];
            }
        }
        return new ChshStatistics(
                bothEqual,
                bothDifferent,
                keyEqual + other.keyEqual,
                keyDifferent + other.keyDifferent);
    }

    /** Test rounds at settings (x, y). */
    public long testRounds(int x, int y) {
        return equal[x][y] + different[x][y];
    }

    /** Test rounds at settings (x, y) with a = b. */
    public long equalTestRounds(int x, int y) {
        return equal[x][y];
    }

    /** All test rounds. */
    @Override
    public long testRounds() {
        return testRounds(0, 0) + testRounds(0, 1) + testRounds(1, 0) + testRounds(1, 1);
    }

    /** Test rounds with a xor b = x and y. */
    public long wonTestRounds() {
        return equal[0][0] + equal[0][1] + equal[1][0] + different[1][1];
    }

    /** Test rounds that are not won: the number the acceptance threshold is about. */
    @Override
    public long lostTestRounds() {
        return testRounds() - wonTestRounds();
    }

    /** All key rounds. */
    @Override
    public long keyRounds() {
        return keyEqual + keyDifferent;
    }

    /** Key rounds with a != b. */
    @Override
    public long keyErrors() {
        return keyDifferent;
    }

    /** Won test rounds over test rounds; empty without a test round. */
    public OptionalDouble winRatio() {
        return ratio(wonTestRounds(), testRounds());
    }

    /** E(x, y); empty when the cell holds no round. */
    public OptionalDouble correlator(int x, int y) {
        return ratio(equal[x][y] - different[x][y], testRounds(x, y));
    }

    /** S = E00 + E01 + E10 - E11; empty when one of the four cells holds no round. */
    public OptionalDouble chsh() {
        if (hasEmptyCell()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                correlatorOfFilledCell(0, 0)
                        + correlatorOfFilledCell(0, 1)
                        + correlatorOfFilledCell(1, 0)
                        - correlatorOfFilledCell(1, 1));
    }

    /**
     * Standard error of S under independent rounds, sqrt(sum (1 - E^2)/n) over the four cells; for
     * display, never for a key length. Empty when a cell holds no round.
     */
    public OptionalDouble chshStandardError() {
        if (hasEmptyCell()) {
            return OptionalDouble.empty();
        }
        double variance = 0;
        for (int x = 0; x < 2; x++) {
            for (int y = 0; y < 2; y++) {
                double e = correlatorOfFilledCell(x, y);
                variance += (1 - e * e) / testRounds(x, y);
            }
        }
        return OptionalDouble.of(Math.sqrt(variance));
    }

    /**
     * Probability that local devices, with memory of earlier rounds, win at least as many of these
     * test rounds, for uniform settings; see {@link PValues#againstLocalRealism}. 1 without a test
     * round.
     */
    public double localPValue() {
        return PValues.againstLocalRealism(wonTestRounds(), testRounds(), ChshGame.W_LOCAL);
    }

    @Override
    public String scoreName() {
        return "S";
    }

    @Override
    public OptionalDouble score() {
        return chsh();
    }

    @Override
    public OptionalDouble scoreStandardError() {
        return chshStandardError();
    }

    @Override
    public double localBound() {
        return ChshGame.LOCAL_BOUND;
    }

    @Override
    public double quantumBound() {
        return ChshGame.QUANTUM_BOUND;
    }

    private boolean hasEmptyCell() {
        return testRounds(0, 0) == 0
                || testRounds(0, 1) == 0
                || testRounds(1, 0) == 0
                || testRounds(1, 1) == 0;
    }

    private double correlatorOfFilledCell(int x, int y) {
        return (double) (equal[x][y] - different[x][y]) / testRounds(x, y);
    }

    private static OptionalDouble ratio(long part, long whole) {
        return whole == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) part / (double) whole);
    }
}
