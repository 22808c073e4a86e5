package io.bellwether.bell;

/**
 * The chained game of Braunstein and Caves (Ann. Phys. 202, 22 (1990)) with M settings a side,
 * ordered x0 y0 x1 y1 ... in a ring: settings that are neighbours, y = x or y = x - 1, have to give
 * equal outcomes, except across the end of the ring, x = 0 and y = M - 1, where they have to
 * differ. M = 2 is the CHSH game up to names of the settings.
 *
 * @param settings M, at least 2
 */
public record ChainedGame(int settings) {
    /**
     * @throws IllegalArgumentException when there are fewer than two settings
     */
    public ChainedGame {
        if (settings < 2) {
            throw new IllegalArgumentException("settings = " + settings + " is below 2");
        }
    }

    /** Whether the pair of settings belongs to the game; 2 M pairs do. */
    public boolean isPlayed(int x, int y) {
        return y == x || y == (x + settings - 1) % settings;
    }

    /** Whether a round of a pair of settings that belongs to the game is won. */
    public boolean wins(int x, int y, int a, int b) {
        return (a == b) != isEndOfRing(x, y);
    }

    private boolean isEndOfRing(int x, int y) {
        return x == 0 && y == settings - 1;
    }

    /** Largest win ratio of a local behaviour over uniform pairs of the game, 1 - 1/(2M). */
    public double localWinBound() {
        return 1 - 0.5 / settings;
    }

    /** Largest win ratio of a quantum behaviour, cos^2(pi/(4M)) (Wehner 2006). */
    public double quantumWinBound() {
        double cosine = Math.cos(Math.PI / (4 * settings));
        return cosine * cosine;
    }

    /** The win ratio over uniform pairs of the game as a function of the behaviour. */
    public BellInequality winRatio() {
        return BellInequality.of(
                settings,
                settings,
                2,
                2,
                (x, y, a, b) -> isPlayed(x, y) && wins(x, y, a, b) ? 0.5 / settings : 0);
    }

    /**
     * The best quantum behaviour, mixed with white noise: Phi+ measured at angles x pi/M on Alice's
     * and (2y + 1) pi/(2M) on Bob's side.
     *
     * @param visibility weight of Phi+, in [0, 1]
     */
    public Behaviour best(double visibility) {
        if (!(visibility >= 0 && visibility <= 1)) {
            throw new IllegalArgumentException("visibility = " + visibility + " is outside [0, 1]");
        }
        double[][][][] p = new double[settings][settings][][];
        for (int x = 0; x < settings; x++) {
            for (int y = 0; y < settings; y++) {
                double angle = Math.PI * (2 * y + 1 - 2 * x) / (2 * settings);
                double equal = (1 + visibility * Math.cos(angle)) / 4;
                p[x][y] = new double[][] {{equal, 0.5 - equal}, {0.5 - equal, equal}};
            }
        }
        return Behaviour.of(p);
    }
}
