package io.bellwether.device;

import io.bellwether.foundation.End;

/** A source with its two halves, for whoever serves them to a pair of nodes. */
public interface BoxSource extends AutoCloseable {
    /** A new handle on a half. */
    FreeBox half(End end);

    /** What it is, in one sentence. */
    String summary();

    /** Ends the blocks of both halves. */
    @Override
    void close();
}
