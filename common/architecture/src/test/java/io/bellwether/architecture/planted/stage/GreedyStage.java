package io.bellwether.architecture.planted.stage;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.Field128;
import io.bellwether.protocol.Step;

/** A stage that may use {@code foundation} only and also reaches up and sideways. */
final class GreedyStage {
    Field128 sideways;

    Step[] up(BitArray allowed) {
        return allowed.length() == 0 ? new Step[0] : null;
    }
}
