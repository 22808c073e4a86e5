package io.bellwether.device;

/**
 * How far a block has come, with the order that every box keeps: a round is distributed once, then
 * measured once, without gaps. Not thread-safe.
 */
public final class BlockProgress {
    private final BlockSpecification block;
    private long distributed;
    private long measured;

    public BlockProgress(BlockSpecification block) {
        this.block = block;
    }

    public BlockSpecification block() {
        return block;
    }

    /** The rounds measured so far, which is the number of the next round to measure. */
    public long measured() {
        return measured;
    }

    /** Whether every round of the block has been measured. */
    public boolean complete() {
        return measured == block.rounds();
    }

    /**
     * Checks a request to distribute, before it is carried out.
     *
     * @throws IllegalArgumentException if the rounds are not the next ones of the block
     */
    public void checkDistribute(long firstRound, int rounds) {
        if (firstRound != distributed) {
            throw new IllegalArgumentException(
                    "first round to distribute: %d; the next one is %d"
                            .formatted(firstRound, distributed));
        }
        if (rounds < 1 || rounds > block.rounds() - distributed) {
            throw new IllegalArgumentException(
                    "rounds to distribute: %d; between 1 and the %d that the block has left"
                            .formatted(rounds, block.rounds() - distributed));
        }
    }

    public void distributed(int rounds) {
        distributed += rounds;
    }

    /**
     * Checks a request to measure, before it is carried out.
     *
     * @param capacity the length of the shortest array involved
     * @throws IllegalArgumentException if that many rounds are not distributed or have no room
     */
    public void checkMeasure(int rounds, int capacity) {
        if (rounds < 1 || rounds > capacity) {
            throw new IllegalArgumentException(
                    "rounds to measure: %d; between 1 and the %d that the arrays hold"
                            .formatted(rounds, capacity));
        }
        if (rounds > distributed - measured) {
            throw new IllegalArgumentException(
                    "rounds to measure: %d; %d are distributed and not yet measured"
                            .formatted(rounds, distributed - measured));
        }
    }

    public void measured(int rounds) {
        measured += rounds;
    }
}
