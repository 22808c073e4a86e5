package io.bellwether.node.simulation;

import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedSource;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.KeyStore;
import io.bellwether.link.PeerLink;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One history of the two nodes, all of which follows from a seed: a time of troubles, then repair,
 * then the question whether everything that was ever promised can be kept.
 */
final class World {
    private static final int POOL_BITS = 128 * 1024;
    private static final int TROUBLED_MILLIS = 60_000;
    private static final int REPAIR_MILLIS = 240_000;
    private static final int MAX_STEPS = 200_000;

    /** A source that waits for its other half longer than any history lasts. */
    private static final long BOX_TIMEOUT_MILLIS = 1_000_000_000;

    private final Dice dice;
    private final Consumer<String> journal;
    private final Scheduler scheduler;
    private final Timeline timeline = new Timeline();
    private final Oracle oracle;
    private final Troubles troubles;
    private final SimulatedNetwork network;
    private final SimulatedSource source;
    private final Map<End, SimulatedNode> nodes = new EnumMap<>(End.class);
    private final Tally tally = new Tally();
    private int blocksLeft;
    private int nextBlock;
    private boolean repaired;
    private boolean blockEndedSinceRepair;
    private boolean over;

    /**
     * @param stores empty ones
     * @param journal hears what happens; null if nobody listens
     */
    World(long seed, Map<End, KeyStore> stores, Consumer<String> journal) {
        this.journal = journal;
        dice = new Dice(seed);
        scheduler = new Scheduler(dice.split());
        oracle = new Oracle(stores);
        troubles = Troubles.of(dice);
        network = new SimulatedNetwork(this, dice.split(), troubles.weather());
        source = new SimulatedSource(BoxModel.depolarised(1), 1, BOX_TIMEOUT_MILLIS);
        var poolBits = dice.split().bits(POOL_BITS);
        for (End end : End.values()) {
            nodes.put(
                    end,
                    new SimulatedNode(
                            this,
                            end,
                            stores.get(end),
                            new SecretBits(poolBits.copy()),
                            dice.split()));
        }
        blocksLeft = troubles.blocks();
        nextBlock = dice.below(1 << 20);
    }

    /** Runs the history; a violation ends it. */
    void run() {
        nodes.values().forEach(SimulatedNode::start);
        troubles.schedule(this, TROUBLED_MILLIS);
        runUntil(TROUBLED_MILLIS, () -> false);
        repair();
        runUntil(TROUBLED_MILLIS + REPAIR_MILLIS, this::isSettled);
        if (oracle.violation().isEmpty() && isSettled() && disksFail()) {
            meetAgain();
        }
        if (oracle.violation().isEmpty()) {
            if (!isSettled()) {
                oracle.violated("the nodes do not find together again");
            } else {
                settle();
            }
        }
        end();
    }

    /** What a disk refused is made up for with the next connection. */
    private void meetAgain() {
        Set<PeerLink> former = nodes.values().stream().map(World::link).collect(Collectors.toSet());
        network.cutAll("the nodes meet once more");
        runUntil(
                TROUBLED_MILLIS + 2 * REPAIR_MILLIS,
                () ->
                        isSettled()
                                && nodes.values().stream()
                                        .map(World::link)
                                        .noneMatch(former::contains));
    }

    private static PeerLink link(SimulatedNode node) {
        return node.run().links.get().orElseThrow();
    }

    private void runUntil(long endMillis, Supplier<Boolean> enough) {
        while (oracle.violation().isEmpty() && !enough.get()) {
            if (++tally.steps > MAX_STEPS) {
                oracle.violated("%d steps and no end".formatted(MAX_STEPS));
                return;
            }
            // Sometimes the world is faster than a thread that could go on.
            if (!scheduler.isIdle() && !(dice.below(8) == 0 && !timeline.isEmpty())) {
                scheduler.step();
            } else if (!timeline.isEmpty() && timeline.nowMillis() < endMillis) {
                if (scheduler.isIdle()) {
                    requireNobodyWaitsInVain();
                }
                timeline.advance();
            } else if (scheduler.isIdle() || timeline.nowMillis() >= endMillis) {
                return;
            }
            oracle.afterStep();
        }
    }

    private void requireNobodyWaitsInVain() {
        for (SimulatedNode node : nodes.values()) {
            if (node.isUp() && node.run().hasBlockWithoutLink()) {
                oracle.violated(node.run().end + " waits in a block whose link has ended");
            }
        }
    }

    private void repair() {
        log(() -> "everything is repaired");
        repaired = true;
        network.heal();
        for (SimulatedNode node : nodes.values()) {
            node.disk().failWrites(0);
            // Nobody starts a node again whose disk had failed: it goes on by itself.
            node.process().killNoMore();
        }
        blocksLeft = Integer.MAX_VALUE;
    }

    private boolean isSettled() {
        return blockEndedSinceRepair
                && nodes.values().stream()
                        .allMatch(node -> node.isUp() && node.run().links.get().isPresent());
    }

    private void settle() {
        blocksLeft = 0;
        runThreads();
        List<AnnouncedKey> announced = oracle.announcedKeys();
        announced.stream().filter(key -> !key.fetched()).forEach(this::fetch);
        runThreads();
        for (AnnouncedKey key : announced) {
            if (!key.askedFor()) {
                oracle.violated("key %s could not be asked for".formatted(key.id()));
            }
        }
        oracle.assertSettled(
                node(End.ALICE).run().ledger.lineage(), node(End.BOB).run().ledger.lineage());
    }

    /** Until every thread waits. */
    private void runThreads() {
        while (!scheduler.isIdle() && ++tally.steps < MAX_STEPS) {
            scheduler.step();
            oracle.afterStep();
        }
    }

    /** Ends every thread. */
    private void end() {
        over = true;
        nodes.values().forEach(node -> node.process().die());
        source.close();
        while (!scheduler.isIdle() || !timeline.isEmpty()) {
            if (scheduler.isIdle()) {
                timeline.advance();
            } else {
                scheduler.step();
            }
        }
    }

    boolean isOver() {
        return over;
    }

    /** Alice asks before each block. */
    boolean beginsBlock() {
        if (blocksLeft <= 0 || repaired && blockEndedSinceRepair) {
            return false;
        }
        blocksLeft--;
        return true;
    }

    BlockId nextBlock() {
        BlockId block = Rehearsal.block(nextBlock++);
        oracle.blockBegins(block);
        return block;
    }

    void blockEnded(End end, BlockId block, BlockOutcome outcome) {
        log(() -> "%s: block %s: %s".formatted(end, block, outcome));
        if (end == End.BOB) {
            blockEndedSinceRepair |= repaired;
            tally.blocks += outcome instanceof BlockOutcome.Accepted ? 1 : 0;
        }
    }

    void keyAnnounced(KeyId id) {
        tally.keys++;
        AnnouncedKey key =
                oracle.announcedKeys().stream()
                        .filter(k -> k.id().equals(id))
                        .findFirst()
                        .orElseThrow();
        for (int fetches = dice.below(3); fetches > 0; fetches--) {
            timeline.in(dice.below(10_000), () -> fetch(key));
        }
    }

    private void fetch(AnnouncedKey key) {
        node(key.fetchedAt()).fetch(key);
    }

    void nodeKilled() {
        tally.kills++;
    }

    /** At how many points from now a process that starts now will be killed. */
    int pointsUntilKill() {
        return repaired || troubles.pointsPerKill() == 0
                ? Integer.MAX_VALUE
                : dice.waiting(troubles.pointsPerKill());
    }

    boolean disksFail() {
        return troubles.diskFailure() > 0;
    }

    void log(Supplier<String> event) {
        if (journal != null) {
            journal.accept("%7d ms  %s".formatted(timeline.nowMillis(), event.get()));
        }
    }

    BlockPlan plan() {
        return Rehearsal.PLAN;
    }

    Dice dice() {
        return dice;
    }

    Timeline timeline() {
        return timeline;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    SimulatedNetwork network() {
        return network;
    }

    SimulatedSource source() {
        return source;
    }

    SimulatedNode node(End end) {
        return nodes.get(end);
    }

    Oracle oracle() {
        return oracle;
    }

    Tally tally() {
        return tally;
    }
}
