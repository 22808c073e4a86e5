package io.bellwether.node.simulation;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.FreeBox;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.Reservation;
import io.bellwether.link.Exchange;
import io.bellwether.link.Greeting;
import io.bellwether.link.LinkException;
import io.bellwether.link.PeerLink;
import io.bellwether.link.SpendingLimit;
import io.bellwether.node.engine.BackOff;
import io.bellwether.node.engine.BlockDriver;
import io.bellwether.node.engine.BoxPace;
import io.bellwether.node.engine.BoxSupply;
import io.bellwether.node.engine.BoxUse;
import io.bellwether.node.engine.CurrentLink;
import io.bellwether.node.engine.KeyKeeping;
import io.bellwether.node.keys.PeerKeys;
import io.bellwether.node.keys.StoreMeeting;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.KeyPartition;
import io.bellwether.protocol.Session;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * The parts of one node during one run of its process, as {@code NodeParts} puts them together; the
 * loops of the two engines are in {@link AliceRun} and {@link BobRun}.
 */
abstract class NodeRun {
    /** Answers come in virtual time; what is too slow is told so by the dice. */
    private static final Duration PATIENT = Duration.ofDays(1);

    private static final LedgerLimits LIMITS = new LedgerLimits(2048, 1024);

    final World world;
    final End end;
    final SimulatedProcess process;
    final KeyStore store;
    final AuthenticationLedger ledger;
    final KeyKeeping keys;
    final CurrentLink links;
    final BoxSupply boxes;
    final StoreMeeting meeting;
    private final PeerLink.SpendingLimits limits;
    private final StatusBoard board;
    private final PeerKeys patient;
    private final PeerKeys hasty;
    private final TurnExecutor recorders;

    /** The block's, while there is one. */
    private volatile Exchange underWay;

    NodeRun(World world, End end, SimulatedProcess process, KeyStore store, Path pool)
            throws IOException {
        this.world = world;
        this.end = end;
        this.process = process;
        this.store = store;
        ledger = AuthenticationLedger.open(pool, end, LIMITS, world.timeline());
        // What KeyStore.open does: nobody waits any more for answers to what was reserved.
        store.abandon(store.unconfirmedReservations().stream().map(Reservation::keyId).toList());
        board = new StatusBoard(world.timeline());
        links = new CurrentLink(board);
        keys = new KeyKeeping(store, ledger);
        meeting = new StoreMeeting(store);
        Set<SaeId> saesHere = KeyRoute.saesAt(end);
        patient = new PeerKeys(store, links, () -> saesHere, PATIENT);
        hasty = new PeerKeys(store, links, () -> saesHere, Duration.ZERO);
        recorders = new TurnExecutor(process);
        boxes =
                new BoxSupply(
                        this::connectBox,
                        world.plan().parameters().chunkRounds(),
                        0,
                        BoxDescription.Uses.SEQUENTIAL,
                        BoxUse.open(
                                pool.resolveSibling("box-blocks"), "simulated", BoxUse.UNLIMITED),
                        BoxPace.FREE,
                        board);
        limits = new PeerLink.SpendingLimits(unlimited(), unlimited());
    }

    /** The simulation is about what is lost; how fast bits may be spent has tests of its own. */
    private SpendingLimit unlimited() {
        return new SpendingLimit(
                1L << 50, 1L << 50, () -> world.timeline().nowMillis() * 1_000_000);
    }

    private FreeBox connectBox() {
        FreeBox half = world.source().half(end);
        process.whenDead(half::close);
        return new PatientBox(half, world.timeline());
    }

    /** The engine's work, until the process ends. */
    abstract void run();

    /** One who waits for the peer's answer as long as it takes, or one who gives up at once. */
    PeerKeys peerKeys(boolean waits) {
        return waits ? patient : hasty;
    }

    Greeting greeting() throws LinkException {
        return new Greeting(
                "kme-" + end,
                "simulation",
                ledger.poolId(),
                ledger.lineage(),
                world.plan().parameters(),
                end == End.BOB ? keys.pending().size() : 0,
                ledger.markBits(Direction.ALICE_TO_BOB),
                ledger.markBits(Direction.BOB_TO_ALICE),
                meeting.marks(),
                boxes.retired());
    }

    PeerLink.Settings linkSettings() {
        return new PeerLink.Settings(end, ledger, PATIENT, recorders, patient::record, limits);
    }

    BackOff newBackOff() {
        return new BackOff(Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    /** How much of the next key the pool has room for, at most the agreed share. */
    long refillBits() {
        long roomBits =
                2
                        * Math.min(
                                ledger.roomBits(Direction.ALICE_TO_BOB),
                                ledger.roomBits(Direction.BOB_TO_ALICE));
        long granule = KeyPartition.REFILL_GRANULE_BITS;
        return Math.min(world.plan().maxRefillBits(), roomBits / granule * granule);
    }

    /** What a dying process still does reaches no disk. */
    private void certified(BlockId block) {
        if (process.isAlive()) {
            world.oracle().certified(end, block);
        }
    }

    void drive(Session session, Exchange exchange) throws LinkException {
        BlockId block = new BlockId(exchange.id());
        var driver =
                new BlockDriver(
                        session,
                        exchange,
                        world.plan().parameters(),
                        boxes,
                        keys,
                        board,
                        ended -> certified(block));
        underWay = exchange;
        try {
            world.blockEnded(end, block, driver.run());
        } finally {
            underWay = null;
        }
    }

    /** Whether a block goes on whose link has ended: it has nothing to wait for any more. */
    boolean hasBlockWithoutLink() {
        Exchange exchange = underWay;
        return exchange != null && exchange.linkEnded().isPresent();
    }
}
