package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;

/**
 * Helps a decoder out of a trapping set: a few variables of degrees 2 and 3 in short cycles, which
 * confirm each other's wrong values and leave one check or two violated, for ever (Richardson 2003,
 * "Error floors of LDPC codes"). One of the variables of a violated check is turned round and the
 * decoder goes on, with one after the other until the syndrome is explained (after Varnica,
 * Fossorier and Kavcic 2007, "Augmented belief propagation decoding of low-density parity check
 * codes"). Only blocks that would not be decoded come here, and all of it counts as iterations.
 */
final class TrapEscape {
    /** With no more violated rows than this, after {@link #PATIENCE} iterations in a row. */
    static final int FEW_ROWS = 4;

    static final int PATIENCE = 12;

    /** The other variables of a set follow within a few, if the right one was turned. */
    private static final int ITERATIONS_PER_TRY = 6;

    private final LayeredDecoder decoder;
    private final BitArray syndrome;
    private final BitArray difference;

    TrapEscape(LayeredDecoder decoder, BitArray syndrome, BitArray difference) {
        this.decoder = decoder;
        this.syndrome = syndrome;
        this.difference = difference;
    }

    /**
     * @param used the iterations so far
     * @param largestIterations the bound on all of them
     * @return the iterations used, or -1 if the bound was reached
     */
    int tryUntil(int used, int largestIterations) {
        LayeredDecoder.State trapped = decoder.state();
        try {
            int iteration = used;
            BitArray violated = decoder.violated(syndrome);
            for (int check = 0; check < violated.length(); check++) {
                if (!violated.get(check)) {
                    continue;
                }
                for (int place : decoder.leastCertain(check)) {
                    decoder.restore(trapped, syndrome);
                    decoder.turn(place);
                    int limit = Math.min(iteration + ITERATIONS_PER_TRY, largestIterations);
                    while (iteration < limit) {
                        iteration++;
                        if (decoder.iterate() <= FEW_ROWS
                                && decoder.explains(syndrome, difference)) {
                            return iteration;
                        }
                    }
                    if (iteration == largestIterations) {
                        return -1;
                    }
                }
            }
            return -1;
        } finally {
            trapped.erase();
        }
    }
}
