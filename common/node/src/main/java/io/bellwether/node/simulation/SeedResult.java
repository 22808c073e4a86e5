package io.bellwether.node.simulation;

/**
 * One history in short; only of JDK types, because it crosses class loaders as an array.
 *
 * @param violation what must not have happened, or nothing
 */
record SeedResult(long seed, String violation, int steps, int kills, int keys, int blocks) {
    static SeedResult of(Object[] fields) {
        return new SeedResult(
                (Long) fields[0],
                (String) fields[1],
                (Integer) fields[2],
                (Integer) fields[3],
                (Integer) fields[4],
                (Integer) fields[5]);
    }

    Object[] fields() {
        return new Object[] {seed, violation, steps, kills, keys, blocks};
    }

    boolean failed() {
        return !violation.isEmpty();
    }
}
