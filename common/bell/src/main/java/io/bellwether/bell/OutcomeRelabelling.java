package io.bellwether.bell;

/**
 * Which outcomes a game inverts, per setting, before they are scored. Different Bell states win the
 * same game after different relabellings: the sign pattern of the correlators changes, the largest
 * S does not. A relabelling is local and fixed before the run, so it gives no advantage to a local
 * box.
 *
 * @param aliceInvertsAt0 Alice's outcome is inverted when x = 0
 * @param aliceInvertsAt1 Alice's outcome is inverted when x = 1
 * @param bobInvertsAt0 Bob's outcome is inverted when y = 0
 * @param bobInvertsAt1 Bob's outcome is inverted when y = 1
 */
public record OutcomeRelabelling(
        boolean aliceInvertsAt0,
        boolean aliceInvertsAt1,
        boolean bobInvertsAt0,
        boolean bobInvertsAt1) {
    /** Outcomes as they are. */
    public static final OutcomeRelabelling NONE =
            new OutcomeRelabelling(false, false, false, false);

    /** Alice's outcome after the relabelling. */
    public int alice(int x, int a) {
        return (x == 0 ? aliceInvertsAt0 : aliceInvertsAt1) ? 1 - a : a;
    }

    /** Bob's outcome after the relabelling. */
    public int bob(int y, int b) {
        return (y == 0 ? bobInvertsAt0 : bobInvertsAt1) ? 1 - b : b;
    }

    /** Whether equal outcomes at (x, y) become different ones. */
    public boolean swapsEqualAndDifferent(int x, int y) {
        return alice(x, 0) != bob(y, 0);
    }
}
