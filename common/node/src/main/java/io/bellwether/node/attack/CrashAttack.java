package io.bellwether.node.attack;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.foundation.End;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A node dies, or its disk does not take what it writes, in the middle of a block.
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
        arena.say("two daemons to suffer it");
        try (DaemonPair pair = arena.preparePair(Map.of())) {
            pair.started();
            pair.play(Adversaries.honest(arena.seed()));
            pair.fetchKey();
            Map<String, Object> evidence = new LinkedHashMap<>();
            var dice = new AdversaryDice(arena.seed(), "accidents");
            switch (accident) {
                case KILL -> killRepeatedly(pair, dice, arena, evidence);
                case DISK_FULL -> fillDisk(pair, dice, arena, evidence);
                case TORN_WRITE -> tear(pair, arena, evidence);
            }
            Aftermath after = Aftermath.of(pair, arena.seed() + 1000);
            evidence.putAll(after.evidence());
            return new AttackReport(
                    name(),
                    after.verdict(Verdict.SURVIVED),
                    expected(),
                    summary(),
                    "%s afterwards, the same at both ends; %d authentication bits used twice"
                            .formatted(
                                    after.keyAfterwards() ? "a key" : "no key",
                                    after.ledgers().usedTwice()),
                    evidence);
        }
    }

    private static void beginBlock(DaemonPair pair, long seed) throws Exception {
        pair.begin(Adversaries.honest(seed));
        Waiting.until("the block begins", pair::hasBegun);
    }

    private static void killRepeatedly(
            DaemonPair pair, AdversaryDice dice, Arena arena, Map<String, Object> evidence)
            throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            End victim = dice.bit() == 0 ? End.ALICE : End.BOB;
            long moment = (long) (dice.uniform() * BLOCK_MILLIS);
            arena.say("kill -9 of %s %d ms into a block".formatted(victim, moment));
            beginBlock(pair, arena.seed() + kill);
            TimeUnit.MILLISECONDS.sleep(moment);
            pair.kill(victim);
            pair.start(victim);
            Waiting.until(
                    "both are linked again",
                    () -> pair.isLinked(End.ALICE) && pair.isLinked(End.BOB));
            pair.fetchKey();
        }
        evidence.put("kills", KILLS);
        evidence.put("keysFetchedAtBothEnds", KILLS);
    }

    /**
     * RLIMIT_FSIZE makes every write beyond the first bytes of a file fail, as a full disk does.
     */
    private static void fillDisk(
            DaemonPair pair, AdversaryDice dice, Arena arena, Map<String, Object> evidence)
            throws Exception {
        arena.say("a block in which Bob can write nothing");
        beginBlock(pair, arena.seed() + 1);
        TimeUnit.MILLISECONDS.sleep((long) (dice.uniform() * BLOCK_MILLIS / 4));
        limitFiles(pair, "1:");
        boolean ended = Waiting.isTrueWithin(PATIENCE, () -> !pair.isAlive(End.BOB));
        evidence.put("bobEnded", ended);
        if (!ended) {
            limitFiles(pair, "unlimited:");
            pair.stop(End.BOB);
        }
        arena.say("space again");
        pair.start(End.BOB);
    }

    private static void limitFiles(DaemonPair pair, String limit)
            throws IOException, InterruptedException {
        Process prlimit =
                new ProcessBuilder(
                                "prlimit",
                                "--pid",
                                Long.toString(pair.processId(End.BOB)),
                                "--fsize=" + limit)
                        .redirectErrorStream(true)
                        .start();
        if (prlimit.waitFor() != 0) {
            throw new IOException(
                    "prlimit (util-linux): " + new String(prlimit.getInputStream().readAllBytes()));
        }
    }

    private static void tear(DaemonPair pair, Arena arena, Map<String, Object> evidence)
            throws Exception {
        arena.say("both die in the middle of a block, with half a record on their disks");
        beginBlock(pair, arena.seed() + 1);
        for (End end : End.values()) {
            pair.kill(end);
            Path journal =
                    AuthenticationLedger.journalPath(
                            pair.nodeFolder(end).resolve("authentication.pool"));
            byte[] all = Files.readAllBytes(journal);
            byte[] torn = new byte[TORN_BYTES];
            // The first half of the last record again: right so far, and then nothing.
            System.arraycopy(all, all.length - 2 * TORN_BYTES, torn, 0, TORN_BYTES);
            Files.write(journal, torn, StandardOpenOption.APPEND);
        }
        evidence.put("tornBytes", TORN_BYTES);
        pair.started();
    }
}
