package io.bellwether.device;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Several boxes of one laboratory, played one after the other with as many rounds of a block each
 * (redundant boxes: Curty and Lo, npj Quantum Information 5, 14 (2019)). A box is opened when its
 * rounds come and hears nothing of the other boxes' settings or outcomes.
 */
public final class BoxArray implements FreeBox {
    private final List<FreeBox> boxes;
    private BlockSpecification block;
    private int current;

    /**
     * @throws IllegalArgumentException if there are fewer than two
     */
    public BoxArray(List<FreeBox> boxes) {
        if (boxes.size() < 2) {
            throw new IllegalArgumentException(
                    "boxes: %d; limit at least 2".formatted(boxes.size()));
        }
        this.boxes = List.copyOf(boxes);
    }

    /** That of the first, with the words of all; simulated if one of them is. */
    @Override
    public BoxDescription describe() {
        BoxDescription first = boxes.getFirst().describe();
        return new BoxDescription(
                boxes.stream()
                        .map(box -> box.describe().model())
                        .collect(Collectors.joining(" + ")),
                first.end(),
                first.settingCount(),
                first.outcomeCount(),
                first.settingOrigin(),
                boxes.stream().anyMatch(box -> box.describe().simulated()),
                "%d boxes, one after the other; of the first: %s"
                        .formatted(boxes.size(), first.statement()));
    }

    /**
     * @throws IllegalArgumentException if the rounds cannot be divided among the boxes
     */
    @Override
    public void open(BlockSpecification whole) throws BoxException {
        if (whole.rounds() % boxes.size() != 0) {
            throw new IllegalArgumentException(
                    "rounds: %d; limit a multiple of %d boxes"
                            .formatted(whole.rounds(), boxes.size()));
        }
        block = whole;
        current = 0;
        openCurrent();
    }

    private void openCurrent() throws BoxException {
        boxes.get(current).open(new BlockSpecification(block.block(), each()));
    }

    private long each() {
        return block.rounds() / boxes.size();
    }

    /**
     * @throws IllegalArgumentException if the rounds are not all of one box
     */
    @Override
    public void distribute(long firstRound, int rounds) throws BoxException {
        int owner = Math.toIntExact(firstRound / each());
        if (firstRound % each() + rounds > each()) {
            throw new IllegalArgumentException(
                    "rounds %d to %d: limit those of one box, %d each"
                            .formatted(firstRound, firstRound + rounds - 1, each()));
        }
        if (owner != current) {
            current = owner;
            openCurrent();
        }
        boxes.get(current).distribute(firstRound % each(), rounds);
    }

    @Override
    public void measure(byte[] settings, byte[] outcomes, int rounds) throws BoxException {
        boxes.get(current).measure(settings, outcomes, rounds);
    }

    @Override
    public void abandon() {
        boxes.forEach(Box::abandon);
    }

    @Override
    public void close() {
        boxes.forEach(Box::close);
    }
}
