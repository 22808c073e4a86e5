package io.bellwether.device;

/** A box that measures with the setting it is given. */
public non-sealed interface FreeBox extends Box {
    /**
     * Measures the next {@code rounds} rounds, in order. A frame of one round is strictly
     * sequential; in a longer frame the box is handed settings ahead of time, which the session
     * record must say ({@link BoxDescription#sequencing}).
     *
     * @param settings one setting per round, each below {@link BoxDescription#settingCount} and of
     *     {@link BoxDescription#settingBytes()} bytes, the higher one first
     * @param outcomes receives one outcome per round, a number below {@link
     *     BoxDescription#outcomeCount} or {@link BoxDescription#noClick}. Raw key: the caller keeps
     *     it secret and erases it
     * @param rounds how many are measured, 1 or more, all distributed
     * @throws BoxException if the box fails, does not answer in time, or answers anything but
     *     {@code rounds} valid outcomes; {@code outcomes} is then meaningless
     */
    void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException;
}
