package io.bellwether.device;

/**
 * The trusted side's answer to lost signals: "no click" becomes a fixed bit, and is counted. A
 * round is never dropped for it, because dropping rounds after the setting was chosen opens the
 * detection loophole: a local box that stays silent when the setting does not suit could then fake
 * any S up to 4. There is no way to measure without a mapping. One object serves one block.
 */
public final class LossMapping {
    private final byte fixedBit;
    private final int noClick;
    private long lostRounds;

    /** Of a half with two outcomes. */
    public LossMapping(int fixedBit) {
        this(fixedBit, Box.NO_CLICK);
    }

    /**
     * @param fixedBit the outcome that stands for "no click", 0 or 1
     * @param noClick the number of "no click", {@link BoxDescription#noClick}
     */
    public LossMapping(int fixedBit, int noClick) {
        if (fixedBit != 0 && fixedBit != 1) {
            throw new IllegalArgumentException(
                    "bit for lost rounds: %d; 0 or 1".formatted(fixedBit));
        }
        this.fixedBit = (byte) fixedBit;
        this.noClick = noClick;
    }

    /**
     * Replaces every {@link Box#NO_CLICK} among the first {@code rounds} outcomes, in place.
     *
     * @return how many there were
     * @throws BoxException if a value is no outcome at all; the message leaves the value out,
     *     because a box could use it to put secrets into a log
     */
    public int apply(byte[] outcomes, int rounds) throws BoxException {
        int lost = 0;
        for (int i = 0; i < rounds; i++) {
            int outcome = Byte.toUnsignedInt(outcomes[i]);
            if (outcome == noClick) {
                outcomes[i] = fixedBit;
                lost++;
            } else if (outcome > noClick) {
                throw new BoxException(
                        BoxException.Reason.PROTOCOL_VIOLATION,
                        "outcome %d of the frame is none of 0 to %d and no click"
                                .formatted(i, noClick - 1));
            }
        }
        lostRounds += lost;
        return lost;
    }

    /** The lost rounds mapped so far. */
    public long lostRounds() {
        return lostRounds;
    }

    /** The bit that stands for "no click". */
    public int fixedBit() {
        return fixedBit;
    }
}
