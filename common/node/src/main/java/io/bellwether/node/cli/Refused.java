package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;

/** A command ends with a sentence for the user and an exit code, without a stack trace. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    Refused(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
