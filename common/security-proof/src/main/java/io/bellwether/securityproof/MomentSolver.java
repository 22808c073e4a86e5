package io.bellwether.securityproof;

/**
 * Finds certificates of moment programmes: a primal-dual interior-point method with the direction
 * of Helmberg, Rendl, Vanderbei and Wolkowicz (SIAM J. Optim. 6, 342 (1996)) from an infeasible
 * start. Nothing rests on its answer being optimal or accurate, see {@link MomentCertificate}.
 */
final class MomentSolver {
    private static final int MAX_ITERATIONS = 60;

    /** How far towards the boundary of the cone a step goes. */
    private static final double STEP_FRACTION = 0.95;

    private static final double SHORTER = 0.9;

    private static final double SETTLED = 1e-11;

    private final MomentProgramme programme;
    private final MomentMatrix matrix;
    private final int blocks;
    private final int n;

    /** Moments, Gram matrices and multipliers of the current iterate. */
    private final double[][] moments;

    private final double[][][] grams;
    private double[] multipliers;

    private MomentSolver(MomentProgramme programme) {
        this.programme = programme;
        matrix = programme.matrix();
        blocks = programme.objectives().length;
        n = matrix.size();
        moments = new double[blocks][matrix.words()];
        grams = new double[blocks][][];
        multipliers = new double[programme.values().length];
        for (int e = 0; e < blocks; e++) {
            moments[e][matrix.one()] = 1.0 / blocks;
            grams[e] = SmallMatrix.diagonal(n, 1);
        }
    }

    /**
     * The best certificate on the way to the optimum. Stops early when one proves a value below
     * {@code impossible}.
     */
    static MomentCertificate solve(MomentProgramme programme, double impossible) {
        MomentSolver solver = new MomentSolver(programme);
        MomentCertificate best = null;
        double bestBound = Double.POSITIVE_INFINITY;
        boolean onTheWay = true;
        for (int i = 0; i < MAX_ITERATIONS && onTheWay && bestBound >= impossible; i++) {
            onTheWay = solver.complementarity() > SETTLED && solver.step();
            MomentCertificate candidate =
                    new MomentCertificate(programme, solver.multipliers, solver.grams);
            double bound = candidate.upperBound();
            if (best == null || bound < bestBound) {
                best = candidate;
                bestBound = bound;
            }
        }
        return best;
    }

    private double complementarity() {
        double sum = 0;
        for (int e = 0; e < blocks; e++) {
            sum += SmallMatrix.inner(grams[e], matrixOf(moments[e]));
        }
        return sum / (blocks * n);
    }

    private double[][] matrixOf(double[] values) {
        double[][] dense = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                dense[i][j] = values[matrix.word(i, j)];
            }
        }
        return dense;
    }

    /** One predictor-corrector step; false when rounding ends the way. */
    private boolean step() {
        MomentDirections directions = new MomentDirections(programme, moments, grams, multipliers);
        if (!directions.exist()) {
            return false;
        }
        double gap = complementarity();
        MomentDirections.Direction predictor = directions.towards(0, null);
        double reached = gapAfter(predictor);
        double centring = Math.pow(Math.max(0, reached) / gap, 3);
        MomentDirections.Direction direction =
                directions.towards(Math.min(1, centring) * gap, predictor);
        double momentStep = momentStep(direction.moments());
        double gramStep = gramStep(direction.grams());
        if (!(momentStep > 1e-9 && gramStep > 1e-9)) {
            return false;
        }
        for (int e = 0; e < blocks; e++) {
            for (int word = 0; word < moments[e].length; word++) {
                moments[e][word] += momentStep * direction.moments()[e][word];
            }
            grams[e] = SmallMatrix.sum(grams[e], gramStep, direction.grams()[e]);
        }
        multipliers = multipliers.clone();
        for (int t = 0; t < multipliers.length; t++) {
            multipliers[t] += gramStep * direction.multipliers()[t];
        }
        return true;
    }

    private double gapAfter(MomentDirections.Direction direction) {
        double momentStep = momentStep(direction.moments());
        double gramStep = gramStep(direction.grams());
        double sum = 0;
        for (int e = 0; e < blocks; e++) {
            double[][] gram = SmallMatrix.sum(grams[e], gramStep, direction.grams()[e]);
            double[][] moment =
                    SmallMatrix.sum(
                            matrixOf(moments[e]), momentStep, matrixOf(direction.moments()[e]));
            sum += SmallMatrix.inner(gram, moment);
        }
        return sum / (blocks * n);
    }

    private double momentStep(double[][] direction) {
        double step = 1;
        for (int e = 0; e < blocks; e++) {
            step = Math.min(step, inside(matrixOf(moments[e]), matrixOf(direction[e])));
        }
        return step;
    }

    private double gramStep(double[][][] direction) {
        double step = 1;
        for (int e = 0; e < blocks; e++) {
            step = Math.min(step, inside(grams[e], direction[e]));
        }
        return step;
    }

    /** A step after which the matrix is still positive definite. */
    private static double inside(double[][] from, double[][] direction) {
        double step = 1;
        while (step > 1e-10
                && SmallMatrix.cholesky(SmallMatrix.sum(from, step / STEP_FRACTION, direction))
                                .length
                        == 0) {
            step *= SHORTER;
        }
        return step;
    }
}
