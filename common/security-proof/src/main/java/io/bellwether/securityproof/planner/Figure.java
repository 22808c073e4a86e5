package io.bellwether.securityproof.planner;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A plot that can be computed: lines over a common abscissa.
 *
 * @param name as it is asked for
 * @param title what is shown
 * @param abscissa the axis of the arguments
 * @param ordinate the axis of the values
 * @param legend the corner for the legend
 * @param lines in the order of the legend
 */
public record Figure(
        String name, String title, Axis abscissa, Axis ordinate, Corner legend, List<Line> lines) {
    /** Where no line passes, so that the legend fits there. */
    public enum Corner {
        NORTH_WEST,
        NORTH_EAST,
        SOUTH_WEST,
        SOUTH_EAST
    }

    /** Copies the lines. */
    public Figure {
        lines = List.copyOf(lines);
    }

    /**
     * An axis with its unit in the label.
     *
     * @param low above 0 on a logarithmic axis
     */
    public record Axis(String label, double low, double high, boolean logarithmic) {
        /**
         * @throws IllegalArgumentException when the range is empty or holds a value without a
         *     logarithm
         */
        public Axis {
            if (!(low < high) || logarithmic && !(low > 0)) {
                throw new IllegalArgumentException(
                        "axis from " + low + " to " + high + " is empty or has no logarithm");
            }
        }

        static Axis linear(String label, double low, double high) {
            return new Axis(label, low, high, false);
        }

        static Axis logarithmic(String label, double low, double high) {
            return new Axis(label, low, high, true);
        }

        /** So many points, evenly spread as the axis is. */
        public double[] points(int count) {
            double[] result = new double[count];
            for (int i = 0; i < count; i++) {
                double part = count == 1 ? 0 : (double) i / (count - 1);
                result[i] =
                        logarithmic
                                ? low * StrictMath.pow(high / low, part)
                                : low + (high - low) * part;
            }
            result[count - 1] = high;
            return result;
        }
    }

    /**
     * A line; values at or below 0 mean that there is no key.
     *
     * @param value pure and safe to be called from several threads
     */
    public record Line(String name, DoubleUnaryOperator value) {}
}
