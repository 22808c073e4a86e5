package io.bellwether.channel;

import java.io.IOException;

/**
 * A pool file or its journal is missing, foreign or damaged in a way that no crash explains. The
 * pool must not be used any more; a fresh one has to be installed at both ends.
 */
public final class LedgerDamagedException extends IOException {
    public LedgerDamagedException(String message) {
        super(message);
    }
}
