package io.bellwether.device.adversary;

import io.bellwether.foundation.End;

import java.util.Optional;

/**
 * A malicious source with both halves in one hand. A round is answered from both settings, which
 * only this program has together; a strategy says itself what each half uses.
 */
public abstract class Adversary {
    private final String name;
    private final String summary;
    private long rounds;
    private EveNotes notes;

    protected Adversary(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    /** As {@code bellwether attack} knows it. */
    public final String name() {
        return name;
    }

    /** What it does, in one sentence. */
    public final String summary() {
        return summary;
    }

    /** A block begins; what a strategy remembers of earlier ones stays. */
    public final void begin(long blockRounds) {
        Optional<EveNotes> earlier = Optional.ofNullable(notes);
        rounds = blockRounds;
        notes = new EveNotes(blockRounds);
        earlier.ifPresent(this::remember);
    }

    /**
     * For a strategy that keeps something from block to block; called when the next one begins.
     *
     * @param earlier what the block before was
     */
    protected void remember(EveNotes earlier) {}

    /**
     * Plays the next rounds of both halves.
     *
     * @param firstRound the number of the first of them in the block
     */
    public final void play(Frame alice, Frame bob, long firstRound, int count) {
        for (int i = 0; i < count; i++) {
            RoundAnswer answer = answer(firstRound + i, alice.setting(i), bob.setting(i));
            notes.note(firstRound + i, alice.setting(i), bob.setting(i), answer);
            alice.put(i, answer.alice());
            bob.put(i, answer.bob());
        }
        alice.advance(count);
        bob.advance(count);
    }

    /**
     * Both halves' answers to one round.
     *
     * @param x Alice's setting, with CHSH 0 or 1
     * @param y Bob's setting, with CHSH 0, 1 or 2
     */
    protected abstract RoundAnswer answer(long round, int x, int y);

    /** Whether a half keeps silent until it has the settings of every round of the block. */
    public boolean wantsAllSettings() {
        return false;
    }

    /**
     * What a half says instead of answering, in a failure of its own making; nothing if it answers.
     *
     * @param firstRound of the frame
     */
    public Optional<String> faultOf(End end, long firstRound) {
        return Optional.empty();
    }

    /**
     * How long a half keeps the node waiting before it says that the pairs of a chunk are there.
     *
     * @param firstRound of the chunk
     */
    public long delayMillisOf(End end, long firstRound) {
        return 0;
    }

    /** The rounds of the block under way. */
    protected final long rounds() {
        return rounds;
    }

    /** What she has about the block that began last. */
    public final EveNotes notes() {
        return notes;
    }
}
