package io.bellwether.gf2;

/**
 * An element of GF(2^128), polynomials modulo {@code z^128 + z^7 + z^2 + z + 1} (the field of NIST
 * SP 800-38D, here with coefficient {@code i} in bit {@code i}).
 *
 * @param low coefficients 0 to 63
 * @param high coefficients 64 to 127
 */
public record Field128(long low, long high) {
    public static final Field128 ZERO = new Field128(0, 0);

    public Field128 plus(Field128 other) {
        return new Field128(low ^ other.low, high ^ other.high);
    }

    /** The product, in a time that does not depend on the factors. */
    public Field128 times(Field128 other) {
        long lowLow = CarrylessProduct.low(low, other.low);
        long lowHigh = CarrylessProduct.high(low, other.low);
        long highLow = CarrylessProduct.low(high, other.high);
        long highHigh = CarrylessProduct.high(high, other.high);
        long a = low ^ high;
        long b = other.low ^ other.high;
        long middleLow = CarrylessProduct.low(a, b) ^ lowLow ^ highLow;
        long middleHigh = CarrylessProduct.high(a, b) ^ lowHigh ^ highHigh;
        return reduce(lowLow, lowHigh ^ middleLow, highLow ^ middleHigh, highHigh);
    }

    private static Field128 reduce(long w0, long w1, long w2, long w3) {
        // z^128 = z^7 + z^2 + z + 1: word 3 folds into words 1 and 2, then word 2 into 0 and 1.
        long v2 = w2 ^ w3 >>> 57 ^ w3 >>> 62 ^ w3 >>> 63;
        long v1 = w1 ^ w3 ^ w3 << 1 ^ w3 << 2 ^ w3 << 7;
        long u1 = v1 ^ v2 >>> 57 ^ v2 >>> 62 ^ v2 >>> 63;
        long u0 = w0 ^ v2 ^ v2 << 1 ^ v2 << 2 ^ v2 << 7;
        return new Field128(u0, u1);
    }

    /** Not shown: field elements here are made from secrets. */
    @Override
    public String toString() {
        return "Field128";
    }
}
