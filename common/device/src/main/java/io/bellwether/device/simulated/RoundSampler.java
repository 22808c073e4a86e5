package io.bellwether.device.simulated;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Plays the rounds of one block: follows the model's schedule and remembers what detectors repeat.
 */
final class RoundSampler {
    private static final double PROBABILITY_UNIT = 0x1p31;

    private final Tables tables;
    private final Optional<LevelPair> levels;
    private final Schedule schedule;
    private final long afterpulse;
    private final SlicedSampler sliced;
    private final PhysicsGenerator generator;
    private final PhysicsGenerator repeats;
    private long nextRound;
    private boolean hasLast;
    private byte lastAlice;
    private byte lastBob;

    /**
     * What is sampled from, made once for all blocks: one of the two kinds, a table per phase; none
     * of a pair that is sampled from formulas.
     *
     * @param sliced where the fast kind fits, otherwise empty
     * @param alias otherwise
     */
    record Tables(List<SlicedTable> sliced, List<OutcomeTable> alias) {
        static Tables of(Physics physics) {
            if (physics.levels().isPresent()) {
                return new Tables(List.of(), List.of());
            }
            return SlicedTable.fits(physics)
                    ? new Tables(
                            physics.phases().stream().map(SlicedTable::new).toList(), List.of())
                    : new Tables(
                            List.of(), physics.phases().stream().map(OutcomeTable::new).toList());
        }
    }

    RoundSampler(Physics physics, Tables tables, long seed, UUID block) {
        this.tables = tables;
        this.levels = physics.levels();
        this.schedule = physics.schedule();
        this.afterpulse = Math.round(physics.afterpulseProbability() * PROBABILITY_UNIT);
        this.sliced = new SlicedSampler(seed, block);
        this.generator = new PhysicsGenerator(seed, block);
        UUID other = new UUID(~block.getMostSignificantBits(), block.getLeastSignificantBits());
        this.repeats = new PhysicsGenerator(seed, other);
    }

    /** Plays rounds from where the two frames stand, and advances both. */
    void sample(Frame alice, Frame bob, int rounds) {
        int fromAlice = alice.done();
        int fromBob = bob.done();
        for (int left = rounds; left > 0; ) {
            Schedule.Position position = schedule.at(nextRound);
            int count = (int) Math.min(left, position.roundsLeft());
            if (levels.isPresent()) {
                levels.get().sample(generator, alice, bob, count);
            } else if (tables.sliced().isEmpty()) {
                tables.alias().get(position.phase()).sample(generator, alice, bob, count);
            } else {
                sliced.sample(tables.sliced().get(position.phase()), alice, bob, count);
            }
            nextRound += count;
            left -= count;
        }
        if (afterpulse > 0) {
            repeat(alice.outcomes(), fromAlice, bob.outcomes(), fromBob, rounds);
        }
    }

    private void repeat(byte[] a, int fromAlice, byte[] b, int fromBob, int rounds) {
        for (int i = 0; i < rounds; i++) {
            long dice = repeats.next();
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
