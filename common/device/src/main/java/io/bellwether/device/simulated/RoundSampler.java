package io.bellwether.device.simulated;

import java.util.List;
import java.util.UUID;

/**
 * Plays the rounds of one block: follows the model's schedule and remembers what detectors repeat.
 */
final class RoundSampler {
    private static final double PROBABILITY_UNIT = 0x1p31;

    private final List<OutcomeTable> phases;
    private final Schedule schedule;
    private final long afterpulse;
    private final PhysicsGenerator generator;
    private long nextRound;
    private boolean hasLast;
    private byte lastAlice;
    private byte lastBob;

    /**
     * @param phases the tables of the physics, built once: {@link #tables}
     */
    RoundSampler(Physics physics, List<OutcomeTable> phases, long seed, UUID block) {
        this.phases = phases;
        this.schedule = physics.schedule();
        this.afterpulse = Math.round(physics.afterpulseProbability() * PROBABILITY_UNIT);
        this.generator = new PhysicsGenerator(seed, block);
    }

    static List<OutcomeTable> tables(Physics physics) {
        return physics.phases().stream().map(OutcomeTable::new).toList();
    }

    /** Plays rounds from where the two frames stand, and advances both. */
    void sample(Frame alice, Frame bob, int rounds) {
        int left = rounds;
        while (left > 0) {
            Schedule.Position position = schedule.at(nextRound);
            int count = (int) Math.min(left, position.roundsLeft());
            int fromAlice = alice.done();
            int fromBob = bob.done();
            OutcomeTable table = phases.get(position.phase());
            if (afterpulse == 0) {
                table.sample(generator, alice, bob, count);
            } else {
                sampleWithMemory(table, alice, bob, count, fromAlice, fromBob);
            }
            nextRound += count;
            left -= count;
        }
    }

    /** One round after the other, so that framing does not matter. */
    private void sampleWithMemory(
            OutcomeTable table, Frame alice, Frame bob, int rounds, int fromAlice, int fromBob) {
        byte[] a = alice.outcomes();
        byte[] b = bob.outcomes();
        for (int i = 0; i < rounds; i++) {
            table.sample(generator, alice, bob, 1);
            long dice = generator.next();
            if (hasLast && dice >>> 33 < afterpulse) {
                a[fromAlice + i] = lastAlice;
            }
            if (hasLast && (dice & 0x7fffffffL) < afterpulse) {
                b[fromBob + i] = lastBob;
            }
            lastAlice = a[fromAlice + i];
            lastBob = b[fromBob + i];
            hasLast = true;
        }
    }
}
