package io.bellwether.device.simulated;

/** Rounds that one half has been asked to measure, and how many of them are done. */
final class Frame {
    private final byte[] settings;
    private final byte[] outcomes;
    private final int rounds;
    private int done;

    Frame(byte[] settings, byte[] outcomes, int rounds) {
        this.settings = settings;
        this.outcomes = outcomes;
        this.rounds = rounds;
    }

    byte[] settings() {
        return settings;
    }

    byte[] outcomes() {
        return outcomes;
    }

    int done() {
        return done;
    }

    int left() {
        return rounds - done;
    }

    void advance(int more) {
        done += more;
    }
}
