package io.bellwether.securityproof;

/** Lower convex hull of points with increasing abscissas. */
final class LowerHull {
    private final double[] abscissas;
    private final double[] ordinates;
    private int size;

    LowerHull(double[] xs, double[] ys) {
        abscissas = new double[xs.length];
        ordinates = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            while (size >= 2 && lastIsAbove(xs[i], ys[i])) {
                size--;
            }
            abscissas[size] = xs[i];
            ordinates[size] = ys[i];
            size++;
        }
    }

    private boolean lastIsAbove(double x, double y) {
        double x0 = abscissas[size - 2];
        double y0 = ordinates[size - 2];
        return (ordinates[size - 1] - y0) * (x - x0) >= (y - y0) * (abscissas[size - 1] - x0);
    }

    /** The hull at x, linear between its corners; x has to lie between the outer abscissas. */
    double at(double x) {
        int right = 1;
        while (right < size - 1 && abscissas[right] < x) {
            right++;
        }
        double x0 = abscissas[right - 1];
        double share = (x - x0) / (abscissas[right] - x0);
        return ordinates[right - 1] + share * (ordinates[right] - ordinates[right - 1]);
    }
}
