package io.bellwether.node.simulation;

import io.bellwether.foundation.End;

import java.util.List;

/**
 * What one history has in store.
 *
 * @param pointsPerKill how many points a process lives on average; 0 for ever
 * @param diskFailure how likely a write fails while the disk is full; 0 for never
 * @param blocks how many blocks Alice may try before the repair
 * @param requests of applications
 */
record Troubles(
        Weather weather,
        int pointsPerKill,
        double diskFailure,
        int partitions,
        int blocks,
        int requests) {
    private static final int MAX_PARTITION_MILLIS = 15_000;
    private static final List<Integer> KEY_BITS = List.of(128, 256);

    static Troubles of(Dice dice) {
        Weather weather =
                dice.pick(
                        List.of(
                                Weather.FINE,
                                Weather.UNSTABLE,
                                Weather.UNSTABLE,
                                Weather.LOSSY,
                                Weather.HOSTILE,
                                Weather.HOSTILE));
        return new Troubles(
                weather,
                dice.pick(List.of(0, 60, 150, 400)),
                dice.chance(0.15) ? 0.05 : 0,
                dice.below(3),
                2 + dice.below(3),
                8 + dice.below(24));
    }

    /** Spreads everything over the time of troubles. */
    void schedule(World world, int millis) {
        Dice dice = world.dice();
        for (int i = 0; i < requests; i++) {
            world.timeline().in(dice.below(millis), () -> request(world));
        }
        for (int i = 0; i < partitions; i++) {
            world.timeline().in(dice.below(millis), () -> disturb(world));
        }
        if (diskFailure > 0) {
            End end = dice.pick(List.of(End.values()));
            int from = dice.below(millis);
            var disk = world.node(end).disk();
            world.timeline().in(from, () -> disk.failWrites(diskFailure));
            world.timeline().in(from + dice.below(millis), () -> disk.failWrites(0));
        }
    }

    private static void request(World world) {
        Dice dice = world.dice();
        End end = dice.pick(List.of(End.values()));
        var route =
                new KeyRoute(
                        KeyRoute.sae(end, 1 + dice.below(2)),
                        KeyRoute.sae(end.other(), 1 + dice.below(2)));
        world.node(end).request(route, 1 + dice.below(2), dice.pick(KEY_BITS), !dice.chance(0.15));
    }

    private static void disturb(World world) {
        Dice dice = world.dice();
        if (dice.chance(0.5)) {
            world.log(() -> "a partition");
            world.network().partition(dice.below(MAX_PARTITION_MILLIS));
        } else {
            world.log(() -> "a one-way partition");
            world.network().silenceOneWay();
        }
    }
}
