package io.bellwether.device.simulated;

import java.util.List;

/**
 * How a box changes over the rounds of a block: phases of fixed lengths, one after the other.
 *
 * @param phaseRounds the length of each phase, 1 or more
 * @param repeats whether the first phase follows the last; otherwise the last one stays
 */
public record Schedule(List<Long> phaseRounds, boolean repeats) {
    /** One phase that never ends. */
    public static final Schedule STEADY = new Schedule(List.of(Long.MAX_VALUE), false);

    public Schedule {
        phaseRounds = List.copyOf(phaseRounds);
        for (long rounds : phaseRounds) {
            if (rounds < 1) {
                throw new IllegalArgumentException(
                        "rounds of a phase: %d; at least 1".formatted(rounds));
            }
        }
    }

    /**
     * Where a round stands.
     *
     * @param phase its number, from 0
     * @param roundsLeft of the phase, with this round
     */
    record Position(int phase, long roundsLeft) {}

    Position at(long round) {
        long cycle = 0;
        if (repeats) {
            for (long rounds : phaseRounds) {
                cycle += rounds;
            }
        }
        long rest = repeats ? round % cycle : round;
        int last = phaseRounds.size() - 1;
        for (int phase = 0; phase <= last; phase++) {
            long rounds = phaseRounds.get(phase);
            if (rest < rounds) {
                return new Position(phase, rounds - rest);
            }
            rest -= rounds;
        }
        return new Position(last, Long.MAX_VALUE);
    }

    /** How much each phase counts in a block of that many rounds; sums to 1. */
    double[] weights(long rounds) {
        double[] weights = new double[phaseRounds.size()];
        if (repeats) {
            long cycle = phaseRounds.stream().mapToLong(Long::longValue).sum();
            for (int phase = 0; phase < weights.length; phase++) {
                weights[phase] = (double) phaseRounds.get(phase) / cycle;
            }
            return weights;
        }
        for (long round = 0; round < rounds; ) {
            Position position = at(round);
            long count = Math.min(position.roundsLeft(), rounds - round);
            weights[position.phase()] += (double) count / rounds;
            round += count;
        }
        return weights;
    }
}
