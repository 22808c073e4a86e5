package io.bellwether.bell;

/**
 * Masses and tails of the binomial distribution to about 13 digits for any number of rounds, by the
 * saddle-point form of Loader, "Fast and accurate computation of binomial probabilities" (2000): ln
 * P(k) = d(n) - d(k) - d(n - k) - D(k, np) - D(n - k, nq) + ln sqrt(n/(2 pi k (n - k))), where d is
 * the error of Stirling's formula and D(x, m) = x ln(x/m) + m - x; no large terms cancel.
 */
final class Binomial {
    private static final int LARGEST_SUMMED_FACTORIAL = 15;

    /** A tail stops when the rest, a falling geometric series, is below the last digit. */
    private static final double NEGLIGIBLE = 1e-18;

    private Binomial() {}

    /** ln of the probability of k successes in n rounds; p in (0, 1), 0 &lt;= k &lt;= n. */
    static double lnMass(long k, long n, double p) {
        if (k == 0) {
            return n * StrictMath.log1p(-p);
        }
        if (k == n) {
            return n * StrictMath.log(p);
        }
        double saddle =
                stirlingError(n)
                        - stirlingError(k)
                        - stirlingError(n - k)
                        - deviance(k, n * p)
                        - deviance(n - k, n * (1 - p));
        double share = (double) k / n;
        return saddle - 0.5 * StrictMath.log(2 * Math.PI * k * (1 - share));
    }

    /** P(at least k successes). */
    static double upperTail(long k, long n, double p) {
        if (k <= 0) {
            return 1;
        }
        if (k > n) {
            return 0;
        }
        return k > n * p
                ? Math.min(1, fallingSum(k, n, p))
                : 1 - Math.min(1, fallingSum(n - k + 1, n, 1 - p));
    }

    /** P(at most k successes). */
    static double lowerTail(long k, long n, double p) {
        return upperTail(n - k, n, 1 - p);
    }

    /** P(at least k) for k above the mean, where every term is smaller than the one before. */
    private static double fallingSum(long k, long n, double p) {
        if (k > n) {
            return 0;
        }
        double odds = p / (1 - p);
        double term = 1;
        double sum = 0;
        for (long i = k; i <= n && term > sum * NEGLIGIBLE; i++) {
            sum += term;
            term *= odds * (n - i) / (i + 1);
        }
        return StrictMath.exp(lnMass(k, n, p)) * sum;
    }

    /** ln n!. */
    static double lnFactorial(long n) {
        return n == 0
                ? 0
                : stirlingError(n)
                        + n * StrictMath.log(n)
                        - n
                        + 0.5 * StrictMath.log(2 * Math.PI * n);
    }

    /** ln n! - [n ln n - n + ln sqrt(2 pi n)], n at least 1. */
    private static double stirlingError(long n) {
        if (n <= LARGEST_SUMMED_FACTORIAL) {
            double lnFactorial = 0;
            for (int i = 2; i <= n; i++) {
                lnFactorial += StrictMath.log(i);
            }
            return lnFactorial
                    - (n * StrictMath.log(n) - n + 0.5 * StrictMath.log(2 * Math.PI * n));
        }
        double inverse = 1.0 / n;
        double square = inverse * inverse;
        double tail = 1.0 / 1260 - square * (1.0 / 1680 - square / 1188);
        return inverse * (1.0 / 12 - square * (1.0 / 360 - square * tail));
    }

    /** x ln(x/m) + m - x, by its series where x is near m. */
    private static double deviance(double x, double m) {
        double difference = x - m;
        if (Math.abs(difference) >= 0.1 * (x + m)) {
            return x * StrictMath.log(x / m) + m - x;
        }
        double v = difference / (x + m);
        double sum = difference * v;
        double power = 2 * x * v;
        for (int j = 1; ; j++) {
            power *= v * v;
            double next = sum + power / (2 * j + 1);
            if (next == sum) {
                return sum;
            }
            sum = next;
        }
    }
}
