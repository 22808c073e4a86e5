package io.bellwether.device.adversary;

import java.util.List;

/** Redundant pairs of boxes, one pair after the other, honest or not, in one process. */
public final class RedundantBoxes extends Adversary {
    private final List<Adversary> pairs;

    public RedundantBoxes(List<Adversary> pairs) {
        super("redundant", "%d pairs of boxes, one after the other".formatted(pairs.size()));
        this.pairs = List.copyOf(pairs);
    }

    @Override
    protected RoundAnswer answer(long round, int x, int y) {
        long each = rounds() / pairs.size();
        return pairs.get(Math.toIntExact(round / each)).answer(round % each, x, y);
    }
}
