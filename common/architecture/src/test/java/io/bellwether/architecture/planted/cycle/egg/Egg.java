package io.bellwether.architecture.planted.cycle.egg;

import io.bellwether.architecture.planted.cycle.chicken.Chicken;

/** The other half. */
public final class Egg {
    public Chicken hatch() {
        return new Chicken();
    }
}
