package io.bellwether.device;

/** A box that measures with the setting it is given. */
public non-sealed interface FreeBox extends Box {
    /**
     * Measures the next {@code rounds} rounds, in order. A frame of one round is strictly
     * sequential; in a longer frame the box is handed settings ahead of time, which the session
     * record must say ({@link BoxDescription#sequencing}).
     *
     * @param settings one setting per round, each below {@link BoxDescription#settingCount}
     * @param outcomes receives one outcome per round: 0, 1 or {@link Box#NO_CLICK}. Raw key: the
     *     caller keeps it secret and erases it
     * @param rounds how many entries of the two arrays are used, 1 or more, all distributed
     * @throws BoxException if the box fails, does not answer in time, or answers anything but
     *     {@code rounds} valid outcomes; {@code outcomes} is then meaningless
     */
    void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException;
}
