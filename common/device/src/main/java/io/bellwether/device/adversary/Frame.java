package io.bellwether.device.adversary;

/** Rounds that one half has been asked to measure, and how many of them are done. */
public final class Frame {
    private final byte[] settings;
    private final byte[] outcomes;
    private final int rounds;
    private int done;

    /**
     * @param outcomes receives one outcome per round
     */
    public Frame(byte[] settings, byte[] outcomes, int rounds) {
        this.settings = settings;
        this.outcomes = outcomes;
        this.rounds = rounds;
    }

    int setting(int index) {
        return settings[done + index];
    }

    void put(int index, int outcome) {
        outcomes[done + index] = (byte) outcome;
    }

    void advance(int more) {
        done += more;
    }

    int left() {
        return rounds - done;
    }
}
