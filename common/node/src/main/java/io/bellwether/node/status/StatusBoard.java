package io.bellwether.node.status;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.foundation.BlockId;
import io.bellwether.keydelivery.KeySupply;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.Step;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an operator may know about the node right now, and the log's one line per change of state.
 * Thread-safe. Holds no key bit; of Bob's statistics only what he may show his own operator.
 */
public final class StatusBoard {
    private static final Logger log = LoggerFactory.getLogger("io.bellwether.node");

    private final InstantSource clock;
    private LinkStatus link = new LinkStatus("starting", "");
    private String box = "not yet connected";
    private boolean boxFailed;
    private CurrentBlock current;
    private BlockResult last;
    private long accepted;
    private final Map<AbortReason, Long> aborted = new EnumMap<>(AbortReason.class);
    private long secretBits;
    private Instant stepBegan;
    private Map<Step, Double> stepSeconds = new EnumMap<>(Step.class);
    private Optional<BlockStatistics> statistics = Optional.empty();
    private final List<Consumer<BlockResult>> blockListeners = new ArrayList<>();
    private final List<Consumer<FinishedStep>> stepListeners = new ArrayList<>();
    private final SupplyMeter supply;

    public StatusBoard(InstantSource clock) {
        this.clock = clock;
        this.supply = new SupplyMeter(clock.instant());
    }

    /** What applications may know of the pool; nothing before the first block of this process. */
    public synchronized Optional<KeySupply> supply() {
        return supply.at(clock.instant());
    }

    public synchronized void link(String state, String detail) {
        var next = new LinkStatus(state, detail);
        if (!next.equals(link)) {
            link = next;
            log.atInfo().addKeyValue("state", state).addKeyValue("detail", detail).log("link");
        }
    }

    /** The box answers, and says this of itself. */
    public synchronized void box(String description) {
        box(description, false);
    }

    /** The box failed, until it is heard of again. */
    public synchronized void boxFailed(String why) {
        box(why, true);
    }

    private void box(String description, boolean failed) {
        boxFailed = failed;
        if (!description.equals(box)) {
            box = description;
            log.atInfo().addKeyValue("box", description).log("box");
        }
    }

    /** From now on hears of every block that ends; must not block. */
    public synchronized void onBlockEnd(Consumer<BlockResult> listener) {
        blockListeners.add(listener);
    }

    /** From now on hears of every step that a block has left; must not block. */
    public synchronized void onStepEnd(Consumer<FinishedStep> listener) {
        stepListeners.add(listener);
    }

    public synchronized void blockBegins(BlockId block, long rounds) {
        Instant now = clock.instant();
        current = new CurrentBlock(block.toString(), Step.PROPOSE, 0, rounds, now);
        stepBegan = now;
        stepSeconds = new EnumMap<>(Step.class);
        statistics = Optional.empty();
        log.atInfo().addKeyValue("block", block).addKeyValue("rounds", rounds).log("block.begins");
    }

    public synchronized void step(Step step) {
        endStep();
        current = current.at(step);
        log.atInfo()
                .addKeyValue("block", current.block())
                .addKeyValue("step", step)
                .log("block.step");
    }

    public synchronized void rounds(long measured) {
        current = current.measured(measured);
    }

    public synchronized void estimate(BlockStatistics estimate) {
        statistics = Optional.of(estimate);
        log.atInfo()
                .addKeyValue("block", current.block())
                .addKeyValue("score", estimate.scoreName())
                .addKeyValue("value", estimate.score().orElse(0))
                .addKeyValue("qber", estimate.qber().orElse(0))
                .addKeyValue("lostTestRounds", estimate.lostTestRounds())
                .log("block.estimate");
    }

    /** What can be said of the block under way if this is how it ends. */
    public synchronized BlockResult blockSoFar(
            BlockOutcome outcome, int frameRounds, long lostSignals) {
        return BlockResult.of(
                current,
                outcome,
                statistics,
                frameRounds,
                lostSignals,
                new EnumMap<>(stepSeconds),
                clock.instant());
    }

    /** What became of the block under way. */
    public synchronized BlockResult blockEnds(
            BlockOutcome outcome, int frameRounds, long lostSignals) {
        endStep();
        last = blockSoFar(outcome, frameRounds, lostSignals);
        switch (outcome) {
            case BlockOutcome.Accepted done -> {
                accepted++;
                secretBits += done.keyBits();
                supply.add(clock.instant(), done.keyBits());
            }
            case BlockOutcome.Aborted done -> aborted.merge(done.reason(), 1L, Long::sum);
            case BlockOutcome.Laboratory done -> {}
            case BlockOutcome.Undecided done -> {}
        }
        log.atInfo()
                .addKeyValue("block", current.block())
                .addKeyValue("outcome", last.outcome())
                .addKeyValue("keyBits", last.keyBits())
                .addKeyValue("reason", last.reason())
                .addKeyValue("detail", last.detail())
                .log("block.ends");
        current = null;
        blockListeners.forEach(listener -> listener.accept(last));
        return last;
    }

    private void endStep() {
        Instant now = clock.instant();
        stepSeconds.merge(current.step(), secondsSinceStepBegan(now), Double::sum);
        var finished = new FinishedStep(current.block(), current.step(), stepBegan, now);
        stepListeners.forEach(listener -> listener.accept(finished));
        stepBegan = now;
    }

    private Map<Step, Double> currentStepSeconds() {
        if (current == null) {
            return Map.of();
        }
        var seconds = new EnumMap<>(stepSeconds);
        seconds.merge(current.step(), secondsSinceStepBegan(clock.instant()), Double::sum);
        return seconds;
    }

    private double secondsSinceStepBegan(Instant now) {
        return (now.toEpochMilli() - stepBegan.toEpochMilli()) / 1000.0;
    }

    /** Everything at one moment. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(
                link,
                box,
                boxFailed,
                Optional.ofNullable(current),
                currentStepSeconds(),
                Optional.ofNullable(last),
                accepted,
                Map.copyOf(aborted),
                secretBits);
    }

    /**
     * @param state {@code starting}, {@code waiting for the peer}, {@code refused}, {@code
     *     connected} or {@code stopped}
     */
    public record LinkStatus(String state, String detail) {
        /** In words: {@code connected to bob}, {@code waiting for the peer: connection refused}. */
        public String inWords() {
            if (detail.isEmpty()) {
                return state;
            }
            return state + (state.equals("connected") ? " to " : ": ") + detail;
        }
    }

    /** A step that a block has left; a block may come to a step several times. */
    public record FinishedStep(String block, Step step, Instant began, Instant ended) {}

    /** A block under way. */
    public record CurrentBlock(
            String block, Step step, long measuredRounds, long rounds, Instant began) {
        CurrentBlock at(Step next) {
            return new CurrentBlock(block, next, measuredRounds, rounds, began);
        }

        CurrentBlock measured(long soFar) {
            return new CurrentBlock(block, step, soFar, rounds, began);
        }
    }

    /**
     * The node at one moment.
     *
     * @param box what the box says of itself, or why it failed
     * @param currentStepSeconds of the block under way, with the step that it is in so far
     */
    public record Snapshot(
            LinkStatus link,
            String box,
            boolean boxFailed,
            Optional<CurrentBlock> current,
            Map<Step, Double> currentStepSeconds,
            Optional<BlockResult> last,
            long acceptedBlocks,
            Map<AbortReason, Long> abortedBlocks,
            long secretBits) {}
}
