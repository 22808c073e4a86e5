package io.bellwether.node.attack;

import java.io.IOException;

/** A wait came to nothing: an attack that hangs a daemon has not been withstood. */
final class StuckException extends IOException {
    private static final long serialVersionUID = 1L;

    StuckException(String message) {
        super(message);
    }
}
