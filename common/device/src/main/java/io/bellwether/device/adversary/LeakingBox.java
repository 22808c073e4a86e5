package io.bellwether.device.adversary;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;

import java.util.HexFormat;
import java.util.Optional;

/** Answers honestly once, then fails with the stored raw bits in its error message. */
public final class LeakingBox extends Adversary {
    private static final int WORDS_BYTES = 32;

    private final AdversaryDice dice;
    private String stored;

    public LeakingBox(long seed) {
        super("leaking", "fails with a block's raw bits, in hexadecimal digits, as error message");
        this.dice = new AdversaryDice(seed, "leaking");
    }

    @Override
    protected void remember(EveNotes earlier) {
        BitArray first = earlier.truth().slice(0, WORDS_BYTES * 8L);
        stored = HexFormat.of().formatHex(first.toBytes());
    }

    /** What it tries to say: 64 digits; nothing in its first block. */
    public Optional<String> message() {
        return Optional.ofNullable(stored);
    }

    @Override
    public Optional<String> faultOf(End end, long firstRound) {
        return firstRound > 0 ? message() : Optional.empty();
    }

    @Override
    protected RoundAnswer answer(long round, int x, int y) {
        return Strategies.quantum(dice, x, y);
    }
}
