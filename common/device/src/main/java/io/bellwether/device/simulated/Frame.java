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

    /** A setting of a frame whose settings have so many bytes, the higher one first. */
    static int setting(byte[] settings, int round, int settingBytes) {
        int first = Byte.toUnsignedInt(settings[round * settingBytes]);
        return settingBytes == 1
                ? first
                : first << Byte.SIZE | Byte.toUnsignedInt(settings[2 * round + 1]);
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
