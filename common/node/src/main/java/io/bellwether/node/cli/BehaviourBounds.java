package io.bellwether.node.cli;

import io.bellwether.bell.Behaviour;
import io.bellwether.bell.ChshBehaviours;
import io.bellwether.bell.GeneralisedChsh;
import io.bellwether.securityproof.AsymptoticRate;
import io.bellwether.securityproof.AsymptoticRates;
import io.bellwether.securityproof.ConvexCombinationAttack;
import io.bellwether.securityproof.GeneralisedChshRate;
import io.bellwether.securityproof.LocalMembership;
import io.bellwether.securityproof.LocalWeight;
import io.bellwether.securityproof.MomentLevel;
import io.bellwether.securityproof.MomentRates;

/** Every bound that the full statistics of a behaviour give. */
final class BehaviourBounds {
    private static final int KEY_X = 0;

    /** Level 2 is no slower here, but hardly tighter. */
    private static final MomentLevel LEVEL = MomentLevel.ONE_PLUS_AB;

    /** Above it a table is projected to no-signalling, and the answer says so. */
    private static final double SIGNAL_TOLERANCE = 1e-9;

    private final Behaviour given;
    private final Behaviour behaviour;
    private final int keyY;

    private BehaviourBounds(Behaviour given) {
        this.given = given;
        behaviour =
                given.largestSignal() > SIGNAL_TOLERANCE ? given.projectedToNoSignalling() : given;
        keyY = Math.min(ChshBehaviours.KEY_SETTING, given.bobSettings() - 1);
    }

    /**
     * Of a named behaviour or a table.
     *
     * @param text oxford, depolarised:VISIBILITY, efficiency:ETA, or p(ab|xy) for two outcomes, two
     *     settings of Alice and two or three of Bob: 16 or 24 numbers in the order x, y, a, b
     * @throws IllegalArgumentException when it is none of them, with what is wrong
     */
    static BehaviourBounds of(String text) {
        return new BehaviourBounds(named(text));
    }

    /** The statistics themselves, projected to no-signalling if need be. */
    static Behaviour statistics(String text) {
        return of(text).behaviour;
    }

    private static Behaviour named(String text) {
        if (text.equals("oxford")) {
            return ChshBehaviours.oxford2022();
        }
        if (text.startsWith("depolarised:")) {
            return ChshBehaviours.depolarised(number(text, "depolarised:"));
        }
        if (text.startsWith("efficiency:")) {
            return ChshBehaviours.limitedEfficiency(number(text, "efficiency:"));
        }
        return table(text);
    }

    private static double number(String text, String prefix) {
        String digits = text.substring(prefix.length());
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "behaviour = " + text + ": " + digits + " is not a number", e);
        }
    }

    private static Behaviour table(String text) {
        String[] numbers = text.split(",", -1);
        if (numbers.length != 16 && numbers.length != 24) {
            throw new IllegalArgumentException(
                    ("behaviour = %s is neither oxford, depolarised:VISIBILITY, efficiency:ETA, nor"
                                    + " 16 or 24 probabilities separated by commas")
                            .formatted(text));
        }
        int bobSettings = numbers.length / 8;
        double[][][][] p = new double[2][bobSettings][2][2];
        for (int i = 0; i < numbers.length; i++) {
            p[i / 4 / bobSettings][i / 4 % bobSettings][i / 2 % 2][i % 2] =
                    number("probability:" + numbers[i].strip(), "probability:");
        }
        return Behaviour.of(p);
    }

    /** All bounds, by name. */
    Answer answer() {
        Answer answer =
                new Answer()
                        .put("chsh", behaviour.chsh())
                        .put("qber", behaviour.qber(KEY_X, keyY))
                        .put("largestSignal", given.largestSignal());
        if (given != behaviour) {
            answer.put(
                    "note",
                    "the table signals; the bounds are those of the nearest table that does not");
        }
        return answer.put("local", membership())
                .put("lower", lower())
                .put("upper", upper())
                .put("upperAgainstNoSignalling", againstNoSignalling());
    }

    private Answer lower() {
        double qber = behaviour.qber(KEY_X, keyY);
        return new Answer()
                .put(
                        AsymptoticRates.CHSH_CLAIM_ID,
                        bits(AsymptoticRates.chsh(behaviour.chsh(), qber, 0)))
                .put(
                        GeneralisedChshRate.CLAIM_ID,
                        bits(
                                GeneralisedChshRate.of(
                                        GeneralisedChsh.first(behaviour),
                                        GeneralisedChsh.second(behaviour),
                                        qber,
                                        0)))
                .put("RATE-NPA", bits(MomentRates.fullStatistics(behaviour, KEY_X, keyY, LEVEL)));
    }

    private Answer upper() {
        ConvexCombinationAttack attack = ConvexCombinationAttack.on(behaviour, KEY_X, keyY);
        return new Answer().put(ConvexCombinationAttack.CLAIM_ID, attack.upperBits());
    }

    private Answer againstNoSignalling() {
        return new Answer()
                .put(LocalWeight.CLAIM_ID, LocalWeight.of(behaviour).noSignallingUpperBits());
    }

    private Answer membership() {
        return switch (LocalWeight.membershipOf(behaviour)) {
            case LocalMembership.Local local ->
                    new Answer()
                            .put("isLocal", true)
                            .put("strategies", local.weights().size())
                            .put("largestError", local.largestError());
            case LocalMembership.Nonlocal nonlocal ->
                    new Answer()
                            .put("isLocal", false)
                            .put("violatedBound", nonlocal.localBound())
                            .put("value", nonlocal.value());
        };
    }

    private static double bits(AsymptoticRate rate) {
        return Math.max(0, rate.bitsPerRound());
    }
}
