package io.bellwether.securityproof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

/** Numerical checks of steps of {@code doc/keylen-renyi.md} on random states and channels. */
class RenyiProofTest {
    private static final long SEED = 24051;
    private static final int EVE = 3;
    private static final int DEVICE = 4;

    /** Probabilities of the two inputs of a round. */
    private static final double[] INPUTS = {.3, .7};

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    @DisplayName("RENYI-CHAIN: Q of two rounds is the product of conditional Q's, to 12 digits")
    void chainIdentity() {
        for (double alpha : new double[] {1.001, 1.37, 2}) {
            double th = (alpha - 1) / (2 * alpha);
            RealMatrix[][] first = instrument();
            RealMatrix[][] second = instrument();
            RealMatrix rho = randomState(DEVICE * EVE);
            RealMatrix sigma = Matrices.power(traceDevice(rho), -th);
            double one = 0;
            double both = 0;
            for (int cell = 0; cell < 4; cell++) {
                RealMatrix after = apply(first[cell >> 1][cell & 1], rho);
                double input = INPUTS[cell >> 1];
                RealMatrix eve = Matrices.sandwich(sigma, traceDevice(after));
                one += input * Matrices.tracePower(eve, alpha);
                both += input * round(second, after, sigma, alpha);
            }
            double conditional = 0;
            for (int cell = 0; cell < 4; cell++) {
                RealMatrix tau =
                        Matrices.sandwich(wide(sigma), apply(first[cell >> 1][cell & 1], rho));
                RealMatrix outer = wide(Matrices.power(traceDevice(tau), (alpha - 1) / 2));
                RealMatrix omega =
                        Matrices.sandwich(outer, tau).scalarMultiply(INPUTS[cell >> 1] / one);
                RealMatrix weight = Matrices.power(traceDevice(omega), -th);
                conditional += round(second, omega, weight, alpha);
            }
            assertThat(both).as("seed %s", SEED).isCloseTo(one * conditional, within(1e-12));
        }
    }

    /** Q of one round on this state, relative to the given weight on Eve. */
    private static double round(
            RealMatrix[][] instrument, RealMatrix state, RealMatrix weight, double alpha) {
        double sum = 0;
        for (int cell = 0; cell < 4; cell++) {
            RealMatrix end = traceDevice(apply(instrument[cell >> 1][cell & 1], state));
            sum += INPUTS[cell >> 1] * Matrices.tracePower(Matrices.sandwich(weight, end), alpha);
        }
        return sum;
    }

    @Test
    @DisplayName(
            "RENYI-ROUND, RENYI-TEST, RENYI-SIFT: 1200 random qubit strategies never beat q, Q_p or"
                    + " G")
    void strategiesNeverBeatTheBound() {
        double gamma = .05;
        for (int trial = 0; trial < 1200; trial++) {
            double d = Math.pow(10, -3 * random.nextDouble());
            double flip = random.nextDouble() / 2;
            Strategy strategy = new Strategy(randomStrategyState(), randomAngles());
            KeylenRenyi.FreeParameters free = new KeylenRenyi.FreeParameters(d, .17, 3 / gamma);
            double w = strategy.winRatio();
            Interval at = Interval.exactly(Math.min(w, SingleRound.W_MAX.lower()));
            RenyiRound plain = new RenyiRound(d, 0);
            RenyiRound noisy = new RenyiRound(d, flip);
            double allowed = 1e-9 * d;
            assertThat(strategy.keyRound(d, 0) - 1)
                    .as("q, seed %s trial %s", SEED, trial)
                    .isLessThanOrEqualTo(plain.unflippedMinusOne(at).upper() + allowed);
            assertThat(strategy.keyRound(d, flip) - 1)
                    .as("Q_p, seed %s trial %s", SEED, trial)
                    .isLessThanOrEqualTo(noisy.keyRoundMinusOne(at).upper() + allowed);
            double win = Math.pow(1 - .17, -d);
            double loss = Math.pow(2, -d * 3 / gamma) * Math.pow(.17, -d);
            double g =
                    (1 - gamma) * strategy.keyRound(d, 0)
                            + gamma * strategy.testRound(d, win, loss);
            double each = 0.3;
            double sifted =
                    (1 - each) * (1 - each) * strategy.keyRound(d, 0)
                            + each * each * strategy.testRound(d, win, loss)
                            + 2 * each * (1 - each);
            assertThat(-Math.log(sifted) / (d * Math.log(2)))
                    .as("G of independent choice, seed %s trial %s", SEED, trial)
                    .isGreaterThanOrEqualTo(
                            RenyiBound.of(siftedBlock(each), 0, free).kappa(1e-9) - 1e-8 / d);
            double bound = new RenyiBound(gamma, 0, free).kappa(1e-9);
            assertThat(-Math.log(g) / (d * Math.log(2)))
                    .as("G, seed %s trial %s", SEED, trial)
                    .isGreaterThanOrEqualTo(bound - 1e-8 / d);
        }
    }

    private static BlockParameters siftedBlock(double testProbability) {
        return new BlockParameters(
                1_000_000,
                testProbability,
                0.8,
                0,
                new EpsilonBudget(1e-10, 1e-20, 1e-20),
                0,
                true,
                1);
    }

    private double[] randomStrategyState() {
        double[] state = new double[16];
        double[] scales = {0, .05, .2, .5, 1};
        double noise = scales[random.nextInt(scales.length)];
        double norm = 0;
        for (int i = 0; i < state.length; i++) {
            state[i] = noise * gaussian() / 4;
        }
        state[0] += Math.sqrt(.5);
        state[12] += Math.sqrt(.5);
        for (double amplitude : state) {
            norm += amplitude * amplitude;
        }
        for (int i = 0; i < state.length; i++) {
            state[i] /= Math.sqrt(norm);
        }
        return state;
    }

    private double[] randomAngles() {
        double[] ideal = {0, Math.PI / 2, Math.PI / 4, -Math.PI / 4};
        double[] scales = {0, .05, .3, 2};
        double noise = scales[random.nextInt(scales.length)];
        for (int i = 0; i < ideal.length; i++) {
            ideal[i] += noise * gaussian();
        }
        return ideal;
    }

    /** A real pure state of A (2), B (2), E (4) and measurement angles in the XZ plane. */
    private record Strategy(double[] state, double[] angles) {
        private double[][] projector(double angle, int outcome) {
            double sign = outcome == 0 ? 1 : -1;
            double c = sign * Math.cos(angle);
            double s = sign * Math.sin(angle);
            return new double[][] {{(1 + c) / 2, s / 2}, {s / 2, (1 - c) / 2}};
        }

        /** Eve's unnormalised state after A and B have been projected. */
        private RealMatrix eve(double[][] alice, double[][] bob) {
            RealMatrix result = MatrixUtils.createRealMatrix(4, 4);
            for (int i = 0; i < 4; i++) {
                double[] projected = new double[4];
                for (int j = 0; j < 4; j++) {
                    double amplitude = alice[i / 2][j / 2] * bob[i % 2][j % 2];
                    for (int e = 0; e < 4; e++) {
                        projected[e] += amplitude * state[4 * j + e];
                    }
                }
                RealMatrix column = MatrixUtils.createColumnRealMatrix(projected);
                result = result.add(column.multiply(column.transpose()));
            }
            return result;
        }

        private static final double[][] IDENTITY = {{1, 0}, {0, 1}};

        private RealMatrix weight(double d) {
            return Matrices.power(eve(IDENTITY, IDENTITY), -d / (2 * (1 + d)));
        }

        double winRatio() {
            double won = 0;
            for (int cell = 0; cell < 16; cell++) {
                int x = cell & 1;
                int y = cell >> 1 & 1;
                int a = cell >> 2 & 1;
                int b = cell >> 3;
                if ((a ^ b) == (x & y)) {
                    won += eve(projector(angles[x], a), projector(angles[2 + y], b)).getTrace() / 4;
                }
            }
            return won;
        }

        double keyRound(double d, double flip) {
            RealMatrix zero = eve(projector(angles[0], 0), IDENTITY);
            RealMatrix one = eve(projector(angles[0], 1), IDENTITY);
            RealMatrix sigma = weight(d);
            RealMatrix flippedZero = zero.scalarMultiply(1 - flip).add(one.scalarMultiply(flip));
            RealMatrix flippedOne = one.scalarMultiply(1 - flip).add(zero.scalarMultiply(flip));
            return Matrices.tracePower(Matrices.sandwich(sigma, flippedZero), 1 + d)
                    + Matrices.tracePower(Matrices.sandwich(sigma, flippedOne), 1 + d);
        }

        double testRound(double d, double winWeight, double lossWeight) {
            RealMatrix sigma = weight(d);
            double sum = 0;
            for (int cell = 0; cell < 16; cell++) {
                int x = cell & 1;
                int y = cell >> 1 & 1;
                int a = cell >> 2 & 1;
                int b = cell >> 3;
                RealMatrix eve = eve(projector(angles[x], a), projector(angles[2 + y], b));
                double weight = (a ^ b) == (x & y) ? winWeight : lossWeight;
                sum += weight * Matrices.tracePower(Matrices.sandwich(sigma, eve), 1 + d) / 4;
            }
            return sum;
        }
    }

    private double gaussian() {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private RealMatrix gaussianMatrix(int rows) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(rows, rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < rows; j++) {
                matrix.setEntry(i, j, gaussian());
            }
        }
        return matrix;
    }

    private RealMatrix randomState(int dimension) {
        RealMatrix a = gaussianMatrix(dimension);
        RealMatrix positive = a.multiply(a.transpose());
        return positive.scalarMultiply(1 / positive.getTrace());
    }

    /** Per input an isometry from the device to outcome and device, cut into Kraus operators. */
    private RealMatrix[][] instrument() {
        RealMatrix[][] kraus = new RealMatrix[2][2];
        for (int input = 0; input < 2; input++) {
            RealMatrix orthogonal = new QRDecomposition(gaussianMatrix(2 * DEVICE)).getQ();
            for (int outcome = 0; outcome < 2; outcome++) {
                kraus[input][outcome] =
                        orthogonal.getSubMatrix(
                                outcome * DEVICE, (outcome + 1) * DEVICE - 1, 0, DEVICE - 1);
            }
        }
        return kraus;
    }

    private static RealMatrix apply(RealMatrix kraus, RealMatrix state) {
        RealMatrix full = Matrices.kronecker(kraus, MatrixUtils.createRealIdentityMatrix(EVE));
        return full.multiply(state).multiply(full.transpose());
    }

    private static RealMatrix wide(RealMatrix onEve) {
        return Matrices.kronecker(MatrixUtils.createRealIdentityMatrix(DEVICE), onEve);
    }

    private static RealMatrix traceDevice(RealMatrix state) {
        RealMatrix result = MatrixUtils.createRealMatrix(EVE, EVE);
        for (int i = 0; i < DEVICE; i++) {
            result =
                    result.add(
                            state.getSubMatrix(
                                    i * EVE, (i + 1) * EVE - 1, i * EVE, (i + 1) * EVE - 1));
        }
        return result;
    }
}
