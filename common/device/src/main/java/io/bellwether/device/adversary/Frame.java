package io.bellwether.device.adversary;

/** Rounds that one half has been asked to measure, and how many of them are done. */
public final class Frame {
    private final byte[] settings;
    private final byte[] outcomes;
    private final int rounds;
    private final int settingBytes;
    private int done;

    /**
     * @param outcomes receives one outcome per round
     */
    public Frame(byte[] settings, byte[] outcomes, int rounds) {
        this(settings, outcomes, rounds, 1);
    }

    /**
     * @param settingBytes of one setting, 1 or 2 with the higher one first
     */
    public Frame(byte[] settings, byte[] outcomes, int rounds, int settingBytes) {
        this.settingBytes = settingBytes;
        this.settings = settings;
        this.outcomes = outcomes;
        this.rounds = rounds;
    }

    int setting(int index) {
        int at = (done + index) * settingBytes;
        int first = Byte.toUnsignedInt(settings[at]);
        return settingBytes == 1
                ? first
                : first << Byte.SIZE | Byte.toUnsignedInt(settings[at + 1]);
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
