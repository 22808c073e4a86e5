package io.bellwether.node.attack;

import java.util.Map;

/**
 * One attack, from the attempt to the verdict.
 *
 * @param tried what the adversary did
 * @param observed what the daemons did
 * @param evidence the numbers that the verdict was computed from, by name
 * @param seconds that it took
 */
public record AttackReport(
        String name,
        Verdict verdict,
        Verdict expected,
        String tried,
        String observed,
        Map<String, Object> evidence,
        double seconds) {
    /** One that nobody has timed yet. */
    AttackReport(
            String name,
            Verdict verdict,
            Verdict expected,
            String tried,
            String observed,
            Map<String, Object> evidence) {
        this(name, verdict, expected, tried, observed, evidence, 0);
    }

    AttackReport timed(double took) {
        return new AttackReport(name, verdict, expected, tried, observed, evidence, took);
    }

    /** Whether the attack ended as it has to. */
    public boolean asExpected() {
        return verdict == expected;
    }
}
