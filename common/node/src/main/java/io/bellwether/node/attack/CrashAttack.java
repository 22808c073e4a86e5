package io.bellwether.node.attack;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.foundation.End;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A node dies, or its disk does not take what it writes, in the middle of a block, while
 * applications ask for keys at both ends.
 *
 * @param accident what happens
 */
record CrashAttack(Accident accident) implements Attack {
    private static final int KILLS = 4;

    /** From the first pairs to the stored key a block takes less. */
    private static final int BLOCK_MILLIS = 1200;

    /** Half a record of the ledger's journal, as a crash in the middle of a write leaves it. */
    private static final int TORN_BYTES = 32;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long the disk stays full after the first write has failed. */
    private static final int FULL_MILLIS = 1500;

    enum Accident {
        KILL("kill", "kill -9 of Alice or Bob, %d times at random moments".formatted(KILLS)),
        DISK_FULL("disk-full", "Bob's disk takes no more bytes in the middle of a block"),
        TORN_WRITE("torn-write", "kill -9 of both, and half a record at the end of their ledgers");

        private final String label;
        private final String summary;

        Accident(String label, String summary) {
            this.label = label;
            this.summary = summary;
        }
    }

    @Override
    public String name() {
        return accident.label;
    }

    @Override
    public String summary() {
        return accident.summary;
    }

    @Override
    public Verdict expected() {
        return Verdict.SURVIVED;
    }

    @Override
    public String lesson() {
        return "marks before use, two-phase commit, reconciliation: no key lost, no bit used twice";
    }

    @Override
    public AttackReport run(Arena arena) throws Exception {
        if (accident != Accident.DISK_FULL) {
            return run(arena, arena.wiredPair(), null);
        }
        arena.say("two daemons, and a small disk for Bob");
        DaemonPair pair = arena.preparePair(Map.of());
        try (FullDisk disk = FullDisk.under(pair);
                WiredPair wired = WiredPair.start(pair)) {
            return run(arena, wired, disk);
        }
    }

    /**
     * @param disk that can be full; null if it is not needed
     */
    private AttackReport run(Arena arena, WiredPair wired, FullDisk disk) throws Exception {
        DaemonPair pair = wired.pair();
        pair.play(Adversaries.honest(arena.seed()));
        pair.fetchKey();
        Map<String, Object> evidence = new LinkedHashMap<>();
        try (var witness = new Witness(pair)) {
            long faults =
                    switch (accident) {
                        case KILL -> killRepeatedly(pair, arena);
                        case DISK_FULL -> fill(disk, pair, arena, evidence);
                        case TORN_WRITE -> tear(pair, arena);
                    };
            witness.sufferedUntilNow();
            arena.say("an honest block, and every key that anybody holds");
            return report(
                    Aftermath.of(pair, witness, wired.ear(), faults, arena.seed() + 1000),
                    evidence);
        }
    }

    private AttackReport report(Aftermath after, Map<String, Object> evidence) {
        evidence.putAll(after.evidence());
        return new AttackReport(
                name(),
                after.verdict(Verdict.SURVIVED),
                expected(),
                summary(),
                after.describe(),
                evidence);
    }

    private static void beginBlock(DaemonPair pair, long seed) throws Exception {
        pair.begin(Adversaries.honest(seed));
        Waiting.until("the block begins", pair::hasBegun);
    }

    /** How often somebody died. */
    private static long killRepeatedly(DaemonPair pair, Arena arena) throws Exception {
        var dice = new AdversaryDice(arena.seed(), "accidents");
        long died = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            End victim = dice.bit() == 0 ? End.ALICE : End.BOB;
            long moment = (long) (dice.uniform() * BLOCK_MILLIS);
            arena.say("kill -9 of %s %d ms into a block".formatted(victim, moment));
            beginBlock(pair, arena.seed() + kill);
            TimeUnit.MILLISECONDS.sleep(moment);
            pair.daemon(victim).kill();
            died += pair.daemon(victim).isAlive() ? 0 : 1;
            pair.daemon(victim).start();
            Waiting.until(
                    "both are linked again",
                    () -> pair.isLinked(End.ALICE) && pair.isLinked(End.BOB));
        }
        return died;
    }

    /** How many of Bob's writes are known to have failed. */
    private static long fill(
            FullDisk disk, DaemonPair pair, Arena arena, Map<String, Object> evidence)
            throws Exception {
        arena.say("a block in which Bob can write nothing: " + disk.means());
        Daemon bob = pair.daemon(End.BOB);
        int before = bob.log().length();
        beginBlock(pair, arena.seed() + 1);
        disk.fill();
        Waiting.isTrueWithin(
                PATIENCE, () -> !bob.isAlive() || FullDisk.errorsIn(bob, before).count() > 0);
        TimeUnit.MILLISECONDS.sleep(FULL_MILLIS);
        disk.free();
        FullDisk.Errors errors = FullDisk.errorsIn(bob, before);
        evidence.put("means", disk.means());
        evidence.put("bytesThatStillFitted", disk.bytesThatStillFitted());
        evidence.put("failedWrites", errors.count());
        evidence.put("firstOfThem", errors.first());
        if (!bob.isAlive()) {
            throw new StuckException("Bob's daemon ended by itself when its disk was full");
        }
        arena.say("space again; %d writes had failed".formatted(errors.count()));
        return errors.count();
    }

    /** How many journals were torn. */
    private static long tear(DaemonPair pair, Arena arena) throws Exception {
        arena.say("both die in the middle of a block, with half a record on their disks");
        beginBlock(pair, arena.seed() + 1);
        long torn = 0;
        for (End end : End.values()) {
            pair.daemon(end).kill();
            Path journal = AuthenticationLedger.journalPath(pair.pool(end));
            byte[] all = Files.readAllBytes(journal);
            byte[] half = new byte[TORN_BYTES];
            // The first half of the last record again: right so far, and then nothing.
            System.arraycopy(all, all.length - 2 * TORN_BYTES, half, 0, TORN_BYTES);
            Files.write(journal, half, StandardOpenOption.APPEND);
            torn += Files.size(journal) - all.length == TORN_BYTES ? 1 : 0;
        }
        pair.started();
        return torn;
    }
}
