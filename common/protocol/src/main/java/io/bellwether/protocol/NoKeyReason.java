package io.bellwether.protocol;

import io.bellwether.sifting.SiftedBlock;

import java.util.Optional;

/** Why no key may come of a block, whatever its score. */
final class NoKeyReason {
    /** A record whose test choices were really drawn with the test probability fails with 2e-9. */
    private static final double RECORD_SIGMAS = 6;

    private NoKeyReason() {}

    /** A sentence, or nothing if the theorem gives a key for an accepted block. */
    static Optional<String> of(BlockPlan plan, SiftedBlock sifted) {
        if (plan.parameters().settingSource() == SettingSource.RECORDED) {
            return unfitRecord(plan.parameters(), sifted)
                    .or(() -> plan.noKeyReason())
                    .or(() -> Optional.of(notFromRecord(plan)));
        }
        return plan.noKeyReason();
    }

    /** A key is secret because its raw key was never seen before and never will be again. */
    private static String notFromRecord(BlockPlan plan) {
        return ("no key because a record can be copied and replayed; a fresh run of the same"
                        + " devices would give %d bits")
                .formatted(plan.expectedKeyBits());
    }

    /** The theorem assumes that every round is a test round with the test probability. */
    private static Optional<String> unfitRecord(SessionParameters parameters, SiftedBlock sifted) {
        double gamma = parameters.testProbability();
        double expected = sifted.rounds() * gamma;
        double deviation = Math.sqrt(expected * (1 - gamma));
        return Math.abs(sifted.testRounds() - expected) > RECORD_SIGMAS * deviation
                ? Optional.of(
                        ("no key because %d of %d recorded rounds are test rounds; the theorem"
                                        + " needs test rounds drawn with probability %s")
                                .formatted(sifted.testRounds(), sifted.rounds(), gamma))
                : Optional.empty();
    }
}
