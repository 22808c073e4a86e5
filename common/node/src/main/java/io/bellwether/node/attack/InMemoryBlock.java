package io.bellwether.node.attack;

import io.bellwether.bell.BlockStatistics;
import io.bellwether.bell.ChshStatistics;
import io.bellwether.device.BoxException;
import io.bellwether.device.LossMapping;
import io.bellwether.device.adversary.Adversary;
import io.bellwether.device.adversary.AdversaryDice;
import io.bellwether.device.adversary.Frame;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.AliceSession;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.BobSession;
import io.bellwether.protocol.Effect;
import io.bellwether.protocol.Event;
import io.bellwether.protocol.Message;
import io.bellwether.protocol.Session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One block of both daemons' session machines in one thread, between an adversary's boxes and over
 * a wire that she reads: the same rules as between processes, for attacks that need many blocks or
 * every message. One object serves one block.
 */
final class InMemoryBlock {
    private final BlockPlan plan;
    private final Adversary adversary;
    private final Map<End, Party> parties = new EnumMap<>(End.class);
    private final List<Message> overheard = new ArrayList<>();

    private static final class Party {
        private final Session session;
        private final Deque<Event> inbox = new ArrayDeque<>();
        private Event ownResult;
        private Effect.Measure measuring;
        private long measured;
        private BlockOutcome outcome;
        private BitArray key;
        private BlockStatistics statistics;

        Party(Session session) {
            this.session = session;
        }
    }

    /**
     * @param bobsEntropy Bob's settings are drawn from it
     */
    InMemoryBlock(BlockPlan plan, Adversary adversary, long seed, EntropySource bobsEntropy) {
        this.plan = plan;
        this.adversary = adversary;
        var block = new BlockId(new UUID(seed, 1));
        parties.put(
                End.ALICE,
                new Party(
                        new AliceSession(
                                block,
                                plan,
                                0,
                                new AdversaryDice(seed, "the node of Alice"),
                                Workers.ONE)));
        parties.put(
                End.BOB,
                new Party(
                        new BobSession(
                                plan.parameters(),
                                plan.block().epsilon().authentication(),
                                bobsEntropy)));
    }

    InMemoryBlock(BlockPlan plan, Adversary adversary, long seed) {
        this(plan, adversary, seed, new AdversaryDice(seed, "the node of Bob"));
    }

    /** Plays the block to its end. */
    AttackedBlock run() {
        adversary.begin(plan.parameters().blockRounds());
        while (isRunning(End.ALICE) || isRunning(End.BOB)) {
            boolean moved = advance(End.ALICE) | advance(End.BOB);
            if (!moved) {
                for (End end : End.values()) {
                    take(end, new Event.Interrupted(AbortReason.PEER_LOST, "nothing more comes"));
                }
            }
        }
        Party bob = parties.get(End.BOB);
        return new AttackedBlock(
                ended(parties.get(End.ALICE)),
                ended(bob),
                bob.statistics instanceof ChshStatistics chsh
                        ? chsh.chsh()
                        : OptionalDouble.empty(),
                bob.statistics == null ? OptionalDouble.empty() : bob.statistics.score(),
                plan.leakedBits(),
                adversary.notes());
    }

    private static AttackedBlock.Ended ended(Party party) {
        return switch (party.outcome) {
            case BlockOutcome.Accepted done -> AttackedBlock.Ended.accepted(done.keyBits());
            case BlockOutcome.Aborted done ->
                    AttackedBlock.Ended.aborted(done.reason().name(), done.detail());
            case BlockOutcome.Laboratory done ->
                    new AttackedBlock.Ended("laboratory", "", done.result().describe(), 0);
            case BlockOutcome.Undecided done ->
                    new AttackedBlock.Ended("undecided", "", done.detail(), 0);
        };
    }

    /** Everything that was said, in order: all of it is public. */
    List<Message> overheard() {
        return overheard;
    }

    /** The key as an end stored it. */
    Optional<BitArray> key(End end) {
        return Optional.ofNullable(parties.get(end).key);
    }

    /** Bits of the uncertified key that both ends computed and forgot, if they did. */
    OptionalLong uncertifiedBits() {
        return parties.get(End.ALICE).outcome instanceof BlockOutcome.Laboratory alice
                        && parties.get(End.BOB).outcome instanceof BlockOutcome.Laboratory bob
                        && alice.equals(bob)
                ? OptionalLong.of(alice.result().bits())
                : OptionalLong.empty();
    }

    private boolean isRunning(End end) {
        return parties.get(end).session.awaited() != Session.Awaited.NOTHING;
    }

    private boolean advance(End end) {
        Party party = parties.get(end);
        Event next =
                switch (party.session.awaited()) {
                    case START -> new Event.Started();
                    case TURN -> new Event.Proceed();
                    case PEER -> party.inbox.poll();
                    case OWN_EFFECT -> party.ownResult;
                    case NOTHING -> null;
                };
        if (next == null) {
            return false;
        }
        if (next == party.ownResult) {
            party.ownResult = null;
        }
        take(end, next);
        return true;
    }

    private void take(End end, Event event) {
        for (Effect effect : parties.get(end).session.on(event)) {
            perform(end, parties.get(end), effect);
        }
    }

    private void perform(End end, Party party, Effect effect) {
        switch (effect) {
            case Effect.Send(Message message) -> {
                overheard.add(message);
                parties.get(end.other()).inbox.add(new Event.MessageReceived(message));
            }
            case Effect.SendSeal seal ->
                    parties.get(end.other()).inbox.add(new Event.PeerAuthenticated());
            case Effect.DistributePairs d -> party.ownResult = new Event.PairsDistributed();
            case Effect.Measure measure -> {
                party.measuring = measure;
                measureIfBothAsked();
            }
            case Effect.Replay r ->
                    throw new IllegalStateException("an adversary's box is no record");
            case Effect.Store store -> store(party, store.key());
            case Effect.StoreDeliverable store -> store(party, store.key());
            case Effect.ShowLaboratoryResult s -> party.ownResult = new Event.Stored();
            case Effect.MarkDeliverable m -> party.ownResult = new Event.Stored();
            case Effect.EnterStep s -> {}
            case Effect.ReportRounds r -> {}
            case Effect.ReportEstimate report -> party.statistics = report.statistics();
            case Effect.Finish finish -> party.outcome = finish.outcome();
        }
    }

    private static void store(Party party, SecretBits key) {
        party.key = key.read(SecretAccess.to("compare with what an adversary knows")).copy();
        key.erase();
        party.ownResult = new Event.Stored();
    }

    private void measureIfBothAsked() {
        Party alice = parties.get(End.ALICE);
        Party bob = parties.get(End.BOB);
        if (alice.measuring == null || bob.measuring == null) {
            return;
        }
        int rounds = alice.measuring.rounds();
        byte[] a = new byte[rounds];
        byte[] b = new byte[rounds];
        adversary.play(
                new Frame(alice.measuring.settings(), a, rounds),
                new Frame(bob.measuring.settings(), b, rounds, bob.measuring.settingBytes()),
                alice.measured,
                rounds);
        alice.measured += rounds;
        answer(alice, a);
        answer(bob, b);
    }

    /** The trusted side's mapping of losses, as in the daemons: there is no run without it. */
    private void answer(Party party, byte[] outcomes) {
        int noClick = plan.parameters().protocol().outcomes();
        BitArray lost = BitArray.ofLength(outcomes.length);
        for (int i = 0; i < outcomes.length; i++) {
            lost.set(i, outcomes[i] == noClick);
        }
        try {
            new LossMapping(0, noClick).apply(outcomes, outcomes.length);
        } catch (BoxException invalid) {
            throw new IllegalStateException("an adversary that answers nonsense", invalid);
        }
        party.ownResult = new Event.RoundsMeasured(party.measuring.settings(), outcomes, lost);
        party.measuring = null;
    }
}
