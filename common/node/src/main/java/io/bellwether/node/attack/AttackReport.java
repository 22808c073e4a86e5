package io.bellwether.node.attack;

import java.util.Map;

/**
 * One attack, from the attempt to the verdict.
 *
 * @param tried what the adversary did
 * @param observed what the daemons did
 * @param evidence the numbers that the verdict was computed from, by name
 */
public record AttackReport(
        String name,
        Verdict verdict,
        Verdict expected,
        String tried,
        String observed,
        Map<String, Object> evidence) {
    /** Whether the attack ended as it has to. */
    public boolean asExpected() {
        return verdict == expected;
    }
}
