package io.bellwether.node.plots;

import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/** Powers of ten with a raised exponent; other numbers as they are. */
final class PowerFormat extends NumberFormat {
    private static final long serialVersionUID = 1L;
    private static final String RAISED_DIGITS =
            "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
    private static final char RAISED_MINUS = '\u207b';

    @Override
    public StringBuffer format(double number, StringBuffer into, FieldPosition position) {
        double exponent = Math.log10(number);
        if (Math.abs(exponent - Math.rint(exponent)) > 1e-9) {
            return into.append(number);
        }
        into.append("10");
        for (char c : Integer.toString((int) Math.rint(exponent)).toCharArray()) {
            into.append(c == '-' ? RAISED_MINUS : RAISED_DIGITS.charAt(c - '0'));
        }
        return into;
    }

    @Override
    public StringBuffer format(long number, StringBuffer into, FieldPosition position) {
        return format((double) number, into, position);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("axis labels are written, never read");
    }
}
