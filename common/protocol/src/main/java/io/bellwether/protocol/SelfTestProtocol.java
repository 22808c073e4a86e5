package io.bellwether.protocol;

import io.bellwether.bell.BdInequality;
import io.bellwether.bell.quantum.LevelBases;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.securityproof.SelfTestBlock;
import io.bellwether.securityproof.Theorem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Self-testing with d outcomes, for the laboratory: Alice measures one of two bases of d levels,
 * Bob one of d^2 settings of three outcomes, and the score is B_d; key rounds are Alice's first
 * basis and Bob's setting d^2. Its maximal value d - 1 says that a key outcome is uniform on d
 * values and unknown to anybody (Farkas 2023), however close the bases are to local ones. There is
 * no theorem for finitely many rounds or less than the maximal value, so what comes of a block is
 * an uncertified length and a fingerprint, never a key.
 *
 * @param levels d
 * @param shiftPower epsilon of the second basis X^epsilon |k&gt;, X the cyclic shift: near 0 or 1
 *     the bases are nearly the same, and the best behaviour is nearly local
 * @param expectedVisibility v of the honest model, with B_d = (d - 1)(2 v - 1)
 * @param thresholdSigmas standard errors between its score and the least one that is accepted
 */
public record SelfTestProtocol(
        int levels, double shiftPower, double expectedVisibility, double thresholdSigmas)
        implements Protocol {
    public static final int LEAST_LEVELS = 2;
    public static final int MOST_LEVELS = 64;
    public static final double LEAST_SHIFT_POWER = 0.01;
    public static final double MOST_SHIFT_POWER = 0.99;

    /**
     * @throws IllegalArgumentException when a value is outside its range, by name
     */
    public SelfTestProtocol {
        if (levels < LEAST_LEVELS || levels > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "levels: %d; limit %d to %d".formatted(levels, LEAST_LEVELS, MOST_LEVELS));
        }
        if (!(shiftPower >= LEAST_SHIFT_POWER && shiftPower <= MOST_SHIFT_POWER)) {
            throw new IllegalArgumentException(
                    "shiftPower: %s; limit %s to %s"
                            .formatted(shiftPower, LEAST_SHIFT_POWER, MOST_SHIFT_POWER));
        }
        if (!(expectedVisibility > 0 && expectedVisibility <= 1)) {
            throw new IllegalArgumentException(
                    "expectedVisibility: %s; limit above 0, to 1".formatted(expectedVisibility));
        }
    }

    /** The score, for these bases. */
    BdInequality inequality() {
        return BdInequality.ofOverlaps(LevelBases.overlaps(levels, shiftPower));
    }

    /** B_d of the honest model. */
    public double expectedScore() {
        return (levels - 1) * (2 * expectedVisibility - 1);
    }

    /** Largest local value of B_d. */
    public double localBound() {
        return inequality().localBound();
    }

    /** Standard error of the score for so many test rounds, on the honest model. */
    public double standardError(double testRounds) {
        double pairs = 2.0 * levels * levels;
        double mean = expectedScore() / pairs;
        double square = inequality().meanSquaredTerm(expectedVisibility);
        return pairs * Math.sqrt(Math.max(0, square - mean * mean) / testRounds);
    }

    /** The least score that is accepted, for so many test rounds on average. */
    public double leastScore(double testRounds) {
        return expectedScore() - thresholdSigmas * standardError(testRounds);
    }

    /** Whether the honest model reaches the maximal value, the only one with a rate. */
    boolean noiseless() {
        return expectedVisibility == 1;
    }

    /** The number of Bob's key setting. */
    short keySetting() {
        return (short) (levels * levels);
    }

    /** Bob's test settings have three. */
    @Override
    public int outcomes() {
        return Math.max(3, levels);
    }

    /** Binary digits of a key outcome. */
    int digits() {
        return SelfTestBlock.digits(levels);
    }

    /**
     * How often a digit of the key is expected to differ: without entanglement both outcomes are
     * uniform and independent.
     */
    double expectedFlip(int digit) {
        double ones = 0;
        for (int outcome = 0; outcome < levels; outcome++) {
            ones += outcome >>> digit & 1;
        }
        double share = ones / levels;
        return (1 - expectedVisibility) * 2 * share * (1 - share);
    }

    /** The noise of the raw key, digit by digit. */
    List<NoiseClass> noise() {
        List<NoiseClass> classes = new ArrayList<>();
        for (int digit = 0; digit < digits(); digit++) {
            classes.add(new NoiseClass(1.0 / digits(), expectedFlip(digit)));
        }
        return classes;
    }

    @Override
    public String name() {
        return "d-outcome";
    }

    @Override
    public Theorem theorem() {
        return Theorem.SELF_TEST;
    }

    @Override
    public int aliceSettings() {
        return 2;
    }

    @Override
    public int bobSettings() {
        return levels * levels + 1;
    }

    @Override
    public boolean independentChoice() {
        return false;
    }

    @Override
    public int boxPairs() {
        return 1;
    }

    @Override
    public Map<String, Object> named() {
        var named = new LinkedHashMap<String, Object>();
        named.put("levels", levels);
        named.put("shiftPower", shiftPower);
        named.put("expectedVisibility", expectedVisibility);
        named.put("thresholdSigmas", thresholdSigmas);
        return named;
    }
}
