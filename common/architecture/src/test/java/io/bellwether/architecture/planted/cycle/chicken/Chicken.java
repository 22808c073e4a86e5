package io.bellwether.architecture.planted.cycle.chicken;

import io.bellwether.architecture.planted.cycle.egg.Egg;

/** One half of a cycle of packages. */
public final class Chicken {
    public Egg lay() {
        return new Egg();
    }
}
