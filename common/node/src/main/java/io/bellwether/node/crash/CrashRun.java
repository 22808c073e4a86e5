package io.bellwether.node.crash;

import io.bellwether.foundation.End;
import io.bellwether.node.ExitCode;
import io.bellwether.node.loopback.HandedKeys;
import io.bellwether.node.loopback.PoolRecords;
import io.bellwether.node.loopback.SaeClient;
import io.bellwether.node.loopback.SmallDisk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Faults at random moments while applications ask for keys at both ends. The moments are drawn from
 * a seed; what a daemon is doing at that moment is up to the machine.
 */
public final class CrashRun {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration BLOCK_LIMIT = Duration.ofSeconds(120);
    private static final int PAUSE_BETWEEN_KEYS_MILLIS = 60;

    /** After so many kills comes another fault, each kind in turn. */
    private static final int KILLS_PER_OTHER_FAULT = 5;

    private final CrashPair pair;
    private final Optional<SmallDisk> disk;
    private final FaultMoments moments;
    private final Consumer<String> log;
    private final long beganNanos = System.nanoTime();
    private final Map<String, Integer> faults = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final HandedKeys handed = new HandedKeys();
    private final PairStates states;

    private CrashRun(CrashPair pair, Optional<SmallDisk> disk, long seed, Consumer<String> log) {
        this.pair = pair;
        this.states = new PairStates(pair);
        this.disk = disk;
        this.moments = new FaultMoments(seed);
        this.log = log;
    }

    /**
     * Runs to the end.
     *
     * @param folder new
     * @param launcher the daemons' start script
     * @param log takes a line for each fault
     */
    public static CrashReport run(
            Path folder, String launcher, int kills, long seed, Consumer<String> log)
            throws Exception {
        Optional<SmallDisk> disk = SmallDisk.mount(folder.resolve("disk"), 24);
        try (var pair =
                new CrashPair(folder, disk.map(small -> small.folder().resolve("bob")), launcher)) {
            return new CrashRun(pair, disk, seed, log).run(kills, seed);
        } finally {
            if (disk.isPresent()) {
                disk.get().close();
            }
        }
    }

    private CrashReport run(int kills, long seed) throws Exception {
        for (End end : End.values()) {
            pair.start(end);
        }
        awaitNewBlock(0);
        var stop = new AtomicBoolean();
        List<Thread> applications = new ArrayList<>();
        for (End end : End.values()) {
            applications.add(Thread.ofVirtual().start(() -> ask(end, stop)));
        }
        for (int kill = 1; kill <= kills; kill++) {
            killSomebody(kill);
            if (kill % KILLS_PER_OTHER_FAULT == 0) {
                otherFault(kill / KILLS_PER_OTHER_FAULT);
            }
        }
        awaitNewBlock(0);
        stop.set(true);
        for (Thread application : applications) {
            application.join();
        }
        for (End end : End.values()) {
            noticeSelfEnded(end);
        }
        int fetched = judge();
        long blocks = states.acceptedBlocks(End.BOB);
        return new CrashReport(
                seed,
                faults,
                handed.count(),
                fetched,
                List.copyOf(violations),
                blocks,
                disk.isPresent() ? "done" : "not allowed to mount a small tmpfs",
                (System.nanoTime() - beganNanos) / 1e9);
    }

    /** What must hold of keys and one-time bits; how many keys were the same at the other end. */
    private int judge() throws Exception {
        handed.requireDistinct(this::violation);
        PoolRecords.of(pair.pool(End.ALICE), pair.pool(End.BOB))
                .contradiction()
                .ifPresent(this::violation);
        try (SaeClient alice = pair.application(End.ALICE);
                SaeClient bob = pair.application(End.BOB)) {
            return handed.fetchAll(alice, bob, this::violation);
        }
    }

    /** Asks for keys, one after the other, and keeps what it is given. */
    private void ask(End end, AtomicBoolean stop) {
        try (SaeClient application = pair.application(end)) {
            while (!stop.get()) {
                application.newKey().ifPresent(handed::keep);
                TimeUnit.MILLISECONDS.sleep(PAUSE_BETWEEN_KEYS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | java.security.GeneralSecurityException e) {
            violation("the application of %s cannot start: %s".formatted(end, e));
        }
    }

    private synchronized void violation(String sentence) {
        violations.add(sentence);
        log.accept("VIOLATION " + sentence);
    }

    private void killSomebody(int number) throws Exception {
        int choice = moments.below(5);
        List<End> victims =
                switch (choice) {
                    case 0, 1 -> List.of(End.ALICE);
                    case 2, 3 -> List.of(End.BOB);
                    default -> List.of(End.ALICE, End.BOB);
                };
        if (moments.oneIn(4)) {
            awaitNewBlock(states.acceptedBlocks(End.BOB));
        }
        pause(moments.below(1200));
        String before = states.describe();
        for (End victim : victims) {
            noticeSelfEnded(victim);
            pair.kill(victim);
        }
        note("kill", "%4d  kill -9 %-12s %s".formatted(number, victims, before));
        for (End victim : victims) {
            pair.start(victim);
        }
        if (moments.oneIn(2)) {
            // The next kill comes while the daemon starts, opens its files and recovers.
            pause(moments.below(2500));
            return;
        }
        for (End victim : victims) {
            await(
                    START_LIMIT,
                    victim + " answers after a kill",
                    () -> pair.status(victim).isPresent());
        }
    }

    private void otherFault(int number) throws Exception {
        End end = moments.end();
        switch (number % 4) {
            case 0 -> {
                note("freeze", "SIGSTOP %s; %s".formatted(end, states.describe()));
                pair.signal(end, "STOP");
                pause(500 + moments.below(2000));
                pair.signal(end, "CONT");
            }
            case 1 -> {
                note("cut", "connection cut; " + states.describe());
                pair.proxy().cut();
            }
            case 2 -> {
                boolean toBob = moments.oneIn(2);
                note(
                        "partition",
                        "nothing reaches %s; %s"
                                .formatted(toBob ? "BOB" : "ALICE", states.describe()));
                pair.proxy().hold(toBob);
                pause(500 + moments.below(2500));
                if (moments.oneIn(2)) {
                    pair.proxy().cut();
                }
                pair.proxy().heal();
            }
            default -> fillDisk();
        }
    }

    private void fillDisk() throws Exception {
        if (disk.isEmpty()) {
            return;
        }
        boolean starting = pair.status(End.BOB).isEmpty();
        note("disk-full", "disk full at BOB; " + states.describe());
        disk.get().fill();
        pause(1000 + moments.below(3000));
        boolean kill = moments.oneIn(3);
        if (kill && !(starting && noRoomToStart())) {
            noticeSelfEnded(End.BOB);
            pair.kill(End.BOB);
        }
        disk.get().free();
        if (kill) {
            pair.start(End.BOB);
        } else if (starting) {
            await(
                    START_LIMIT,
                    "BOB, which was starting, answers or gives up",
                    () -> pair.status(End.BOB).isPresent() || pair.exitCode(End.BOB).isPresent());
            superviseStart();
        }
        awaitNewBlock(0);
        noticeSelfEnded(End.BOB);
    }

    /** A daemon that finds no room to open its files says so and ends; a supervisor tries again. */
    private void superviseStart() throws IOException {
        if (noRoomToStart()) {
            note("start-refused", "BOB found no room to start");
            pair.start(End.BOB);
        }
    }

    private boolean noRoomToStart() {
        return pair.exitCode(End.BOB).equals(Optional.of(ExitCode.UNAVAILABLE.code()));
    }

    /** A daemon must not end by itself, whatever is done to its link and its disk. */
    private void noticeSelfEnded(End end) {
        pair.exitCode(end)
                .ifPresent(
                        code -> violation("%s ended by itself, exit code %d".formatted(end, code)));
    }

    private void note(String kind, String line) {
        faults.merge(kind, 1, Integer::sum);
        log.accept(
                "%8.1f s  %s; %d keys handed out"
                        .formatted((System.nanoTime() - beganNanos) / 1e9, line, handed.count()));
    }

    private void awaitNewBlock(long after) throws InterruptedException {
        await(BLOCK_LIMIT, "a block after a fault", () -> states.madeABlock(after));
    }

    /** Something that comes to pass. */
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private void await(Duration limit, String what, Condition condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                violation(
                        "%s: not within %d s; %s"
                                .formatted(what, limit.toSeconds(), states.describe()));
                return;
            }
            pause(100);
        }
    }

    private static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
