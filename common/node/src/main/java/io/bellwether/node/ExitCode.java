package io.bellwether.node;

/** Exit codes of every command; they say whether starting again helps. */
public enum ExitCode {
    OK(0, false),
    /** The command line is wrong, or was refused. */
    USAGE(64, false),
    /** A key, a random generator or our own code failed: somebody has to look. */
    FAILED(70, false),
    /** Another process holds what is needed, or it is not reachable: starting again may help. */
    UNAVAILABLE(75, true),
    /** The configuration is invalid, or no key can come of it. */
    CONFIGURATION(78, false);

    private final int code;
    private final boolean restartHelps;

    ExitCode(int code, boolean restartHelps) {
        this.code = code;
        this.restartHelps = restartHelps;
    }

    public int code() {
        return code;
    }

    /** Whether a supervisor should start the process again. */
    public boolean restartHelps() {
        return restartHelps;
    }
}
