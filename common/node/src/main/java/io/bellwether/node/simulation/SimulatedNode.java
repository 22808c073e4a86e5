package io.bellwether.node.simulation;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerDamagedException;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keydelivery.MasterDelivery;
import io.bellwether.keystore.DeliveredKey;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.ReservationRequest;
import io.bellwether.keystore.SlaveFetch;
import io.bellwether.link.FramePort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** One end: its disk and store, which last, and its process, which comes and goes. */
final class SimulatedNode {
    private static final UUID POOL_ID = UUID.fromString("9d3a3c3e-51f1-4a8e-8f2b-6c1d0e9f4a55");
    private static final int MAX_DOWN_MILLIS = 8000;

    private final World world;
    private final End end;
    private final KeyStore store;
    private final Dice dice;
    private final SimulatedDisk disk;
    private final Path pool;
    private SimulatedProcess process;
    private NodeRun run;

    SimulatedNode(World world, End end, KeyStore store, SecretBits poolBits, Dice dice) {
        this.world = world;
        this.end = end;
        this.store = store;
        this.dice = dice;
        this.disk = new SimulatedDisk(dice.split());
        this.pool = new SimulatedFiles(disk).path("pool");
        try {
            AuthenticationLedger.create(pool, POOL_ID, poolBits);
            // Half of it is gone, so that blocks have room for a refill.
            try (var ledger =
                    AuthenticationLedger.open(
                            pool, end, new LedgerLimits(0, 0), world.timeline())) {
                for (Direction direction : Direction.values()) {
                    ledger.skipForward(direction, poolBits.length() / 4);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SimulatedDisk disk() {
        return disk;
    }

    SimulatedProcess process() {
        return process;
    }

    NodeRun run() {
        return run;
    }

    boolean isUp() {
        return run != null && process.isAlive();
    }

    void start() {
        process = new SimulatedProcess(end, world, world.pointsUntilKill());
        process.start("main", this::openAndRun);
    }

    private void openAndRun() {
        SimulatedProcess mine = process;
        try {
            run =
                    end == End.ALICE
                            ? new AliceRun(world, mine, store, pool)
                            : new BobRun(world, mine, store, pool);
        } catch (LedgerDamagedException e) {
            world.oracle().violated(new Violation("the pool does not open after a crash", e));
            return;
        } catch (IOException e) {
            failed(mine, new UncheckedIOException(e));
            return;
        }
        run.run();
    }

    /** The process is killed; the power may have failed with it. */
    void killed() {
        end(dice.chance(0.5));
    }

    private void end(boolean powerFails) {
        SimulatedProcess gone = process;
        run = null;
        gone.die();
        if (powerFails) {
            disk.losePower();
        }
        world.nodeKilled();
        world.timeline().in(1 + dice.below(MAX_DOWN_MILLIS), this::startAgain);
    }

    private void startAgain() {
        if (!world.isOver()) {
            start();
        }
    }

    /** A node that cannot open its files ends and is started again; any other failure is a bug. */
    void failed(SimulatedProcess failed, Throwable failure) {
        boolean ofTheDisk =
                failure instanceof UncheckedIOException || failure instanceof KeyStoreException;
        if (!ofTheDisk || !world.disksFail()) {
            world.oracle().violated(new Violation(end + " failed: " + failure, failure));
        }
        if (failed.isAlive()) {
            world.log(() -> end + " ends: " + failure.getMessage());
            end(false);
        }
    }

    /**
     * @param callee the process that was called; one that was started since has no such connection
     */
    void accept(FramePort caller, SimulatedProcess callee) {
        if (isUp() && process == callee && run instanceof BobRun bob) {
            process.start("caller", () -> bob.serve(caller));
        }
    }

    /** An application asks for keys. */
    void request(KeyRoute route, int count, int sizeBits, boolean waits) {
        if (!isUp()) {
            return;
        }
        NodeRun current = run;
        process.start(
                "request",
                () -> {
                    var delivery = new MasterDelivery(store, current.peerKeys(waits));
                    var outcome =
                            delivery.deliver(
                                    new ReservationRequest(
                                            count,
                                            sizeBits,
                                            route.master(),
                                            List.of(route.slave()),
                                            Set.of()));
                    SimulatedProcess.point("answer to a master");
                    if (outcome instanceof MasterDelivery.Outcome.Delivered(var delivered)) {
                        delivered.forEach(key -> announce(route, key));
                    }
                });
    }

    private void announce(KeyRoute route, DeliveredKey key) {
        world.log(() -> end + " hands a key to its master");
        world.oracle().handedToMaster(end, route, key);
        world.keyAnnounced(key.keyId());
    }

    /** An application fetches a key that its partner has told it of. */
    void fetch(AnnouncedKey key) {
        if (!isUp()) {
            return;
        }
        process.start(
                "fetch",
                () -> {
                    boolean again = key.askedFor();
                    key.setAskedFor();
                    SlaveFetch answer =
                            store.takeForSlave(
                                    key.route().master(), key.route().slave(), List.of(key.id()));
                    SimulatedProcess.point("answer to a slave");
                    switch (answer) {
                        case SlaveFetch.Delivered(var keys) ->
                                world.oracle().handedToSlave(key, keys.getFirst());
                        case SlaveFetch.NotFound() -> {
                            if (!again) {
                                world.oracle()
                                        .violated(
                                                "key %s was announced, and %s does not have it"
                                                        .formatted(key.id(), end));
                            }
                        }
                        case SlaveFetch.NotAuthorised() ->
                                world.oracle()
                                        .violated(
                                                "key %s is for somebody else at %s"
                                                        .formatted(key.id(), end));
                    }
                });
    }
}
