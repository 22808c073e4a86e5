package io.bellwether.node.attack;

import io.bellwether.device.adversary.Adversaries;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.MemoryBox;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.privacyamplification.ToeplitzHash;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.Message;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory attack of Barrett, Colbeck and Kent (2013), against nodes that reuse a box and against
 * nodes that retire it.
 *
 * @param retires whether the nodes' reuse policy is on
 */
record MemoryAttack(boolean retires) implements Attack {
    /** Of the first block's key, read from the syndrome of the second block. */
    static final int STOLEN_BITS = 64;

    /** Far longer than the daemons need to begin the next block. */
    private static final Duration WATCH = Duration.ofSeconds(4);

    @Override
    public String name() {
        return retires ? "memory" : "memory-without-policy";
    }

    @Override
    public String summary() {
        return new MemoryBox(0).summary();
    }

    @Override
    public Verdict expected() {
        return retires ? Verdict.REFUSED : Verdict.BROKEN;
    }

    @Override
    public String lesson() {
        return retires
                ? "with box.maximumBlocks: 1 there is no later block in which to let anything out"
                : "assumption: a box that is used again lets out nothing it stored;"
                        + " box.maximumBlocks";
    }

    /** What the second block gave away of the first block's key, without daemons in between. */
    record Theft(boolean bothAccepted, long bitsRead, long bitsRight) {}

    @Override
    public AttackReport run(Arena arena) throws Exception {
        return retires ? againstPolicy(arena) : againstReuse(arena);
    }

    private Adversary box(Arena arena) {
        return arena.honestBoxes() ? Adversaries.honest(arena.seed()) : new MemoryBox(arena.seed());
    }

    private AttackReport againstReuse(Arena arena) throws Exception {
        Adversary box = box(arena);
        arena.say("two blocks of the daemons");
        DaemonPair pair = arena.sharedPair();
        boolean keys = pair.play(box).accepted();
        keys &= pair.play(box).accepted();
        long shown = pair.statusNow(End.ALICE).at("/now/last/lostSignals").asLong();
        long meant = box instanceof MemoryBox memory ? memory.message() : -1;
        arena.say("two blocks in memory");
        Theft theft = steal(arena.plan(), arena.seed());
        boolean isRead = keys && shown == meant && theft.bitsRight() == theft.bitsRead();
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("keysOfDaemons", keys);
        evidence.put("lostSignalsShown", shown);
        evidence.put("storedBitsMeant", meant);
        evidence.put("keyBitsReadFromSyndrome", theft.bitsRead());
        evidence.put("keyBitsRight", theft.bitsRight());
        return new AttackReport(
                name(),
                isRead && theft.bothAccepted() ? Verdict.BROKEN : Verdict.DELIVERED,
                expected(),
                summary(),
                ("both blocks were accepted; the second one's count of lost signals (%d) is %d raw"
                                + " bits of the first, and its syndrome spelt %d of %d bits of the"
                                + " first block's key")
                        .formatted(
                                shown,
                                MemoryBox.BITS_PER_BLOCK,
                                theft.bitsRight(),
                                theft.bitsRead()),
                evidence);
    }

    /**
     * Between session machines, where every message can be read: the box computes the first block's
     * key from its stored outcomes and the seed, which Eve sends along with the next pairs.
     */
    static Theft steal(BlockPlan plan, long seed) {
        Adversary first = Adversaries.honest(seed);
        var firstBlock = new InMemoryBlock(plan, first, seed);
        boolean accepted = firstBlock.run().accepted();
        BitArray hashSeed =
                firstBlock.overheard().stream()
                        .filter(Message.AmplificationSeed.class::isInstance)
                        .map(Message.AmplificationSeed.class::cast)
                        .findFirst()
                        .orElseThrow()
                        .seed();
        BitArray stolen =
                ToeplitzHash.hash(
                                new SecretBits(first.notes().truth().copy()),
                                hashSeed,
                                plan.keyBits())
                        .read(SecretAccess.to("let out by a malicious box"))
                        .slice(0, STOLEN_BITS);
        var leak = new SyndromeLeak(seed, plan.code(), plan.parameters().blockRounds(), stolen);
        var secondBlock = new InMemoryBlock(plan, leak, seed + 1);
        accepted &= secondBlock.run().accepted();
        BitArray published =
                secondBlock.overheard().stream()
                        .filter(Message.Syndrome.class::isInstance)
                        .map(Message.Syndrome.class::cast)
                        .findFirst()
                        .orElseThrow()
                        .syndrome();
        BitArray truth = firstBlock.key(End.ALICE).orElseThrow().slice(0, STOLEN_BITS);
        long wrong = leak.read(published).hammingDistance(truth);
        return new Theft(accepted, STOLEN_BITS, STOLEN_BITS - wrong);
    }

    private AttackReport againstPolicy(Arena arena) throws Exception {
        arena.say("two daemons that retire a box after one block");
        try (DaemonPair pair = arena.preparePair(Map.of("box.maximumBlocks", "1")).started()) {
            Adversary box = box(arena);
            pair.begin(box);
            // Alice has the key first; Bob waits for her word that the block is deliverable.
            Waiting.until(
                    "a block gives a key",
                    () -> pair.acceptedBlocks(End.ALICE) == 1 && pair.acceptedBlocks(End.BOB) == 1);
            pair.begin(box);
            Waiting.until(
                    "the box is retired",
                    () -> pair.lastReason(End.BOB).equals("BOX_RETIRED") || pair.hasBegun());
            arena.say("the same after kill -9 and a new start");
            pair.daemon(End.ALICE).kill();
            pair.daemon(End.ALICE).start();
            boolean second = Waiting.isTrueWithin(WATCH, pair::hasBegun);
            Map<String, Object> evidence = new LinkedHashMap<>();
            evidence.put("keysAtBob", pair.acceptedBlocks(End.BOB));
            evidence.put("secondBlockBegun", second);
            evidence.put("reason", pair.lastReason(End.BOB));
            Verdict verdict =
                    second
                            ? Verdict.BROKEN
                            : pair.lastReason(End.BOB).equals("BOX_RETIRED")
                                    ? Verdict.REFUSED
                                    : Verdict.STUCK;
            return new AttackReport(
                    name(),
                    verdict,
                    expected(),
                    summary(),
                    "one block gave a key; the next one ended with %s before the box heard of it"
                            .formatted(pair.lastReason(End.BOB)),
                    evidence);
        }
    }
}
