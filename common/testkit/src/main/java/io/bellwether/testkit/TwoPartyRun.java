package io.bellwether.testkit;

import io.bellwether.bell.Behaviour;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.Workers;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.AliceSession;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.BobSession;
import io.bellwether.protocol.Effect;
import io.bellwether.protocol.Event;
import io.bellwether.protocol.Message;
import io.bellwether.protocol.Session;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;

import java.util.Optional;
import java.util.UUID;

/**
 * One block from proposal to commit: both session machines, a simulated pair of boxes and a wire
 * between them, in one thread. Everything follows from the seed.
 */
public final class TwoPartyRun {
    private final Party alice;
    private final Party bob;
    private final PairSampler pairs;
    private final Optional<RecordedRounds> record;
    private final MessageLog log = new MessageLog();
    private Wire wire = Wire.FAITHFUL;
    private Optional<Interruption> interruption = Optional.empty();

    private record Interruption(End end, String stateName, AbortReason reason) {}

    /**
     * @param plan Alice's
     * @param bobsParameters Bob's own, which may differ from those of the plan
     * @param epsilonAuthentication as Bob has it
     * @param behaviour of the pair of boxes
     */
    public TwoPartyRun(
            BlockPlan plan,
            SessionParameters bobsParameters,
            double epsilonAuthentication,
            Behaviour behaviour,
            long seed) {
        var block = new BlockId(new UUID(seed, 1));
        alice =
                new Party(
                        End.ALICE,
                        new AliceSession(
                                block,
                                plan,
                                plan.maxRefillBits(),
                                new SeededEntropy(seed, "alice"),
                                Workers.ONE));
        bob =
                new Party(
                        End.BOB,
                        new BobSession(
                                bobsParameters,
                                epsilonAuthentication,
                                new SeededEntropy(seed, "bob")));
        pairs = new PairSampler(behaviour, new SeededEntropy(seed, "pairs"));
        record =
                plan.parameters().settingSource() == SettingSource.RECORDED
                        ? Optional.of(RecordedRounds.of(plan.parameters(), behaviour, seed))
                        : Optional.empty();
    }

    /** Puts something else than a faithful wire between the two. */
    public TwoPartyRun over(Wire between) {
        wire = between;
        return this;
    }

    /** Ends the block from outside when a machine reaches a state. */
    public TwoPartyRun interrupted(End end, String stateName, AbortReason reason) {
        interruption = Optional.of(new Interruption(end, stateName, reason));
        return this;
    }

    /** Runs to the end of both machines; when neither can go on, each loses the other. */
    public RunResult run() {
        while (isRunning(alice) || isRunning(bob)) {
            boolean moved = advance(alice);
            moved |= advance(bob);
            if (!moved) {
                lose(alice);
                lose(bob);
            }
        }
        return new RunResult(alice.result(), bob.result(), log.kinds(), log.digest());
    }

    private static boolean isRunning(Party party) {
        return party.session.awaited() != Session.Awaited.NOTHING;
    }

    private boolean advance(Party party) {
        Optional<Event> next =
                interruption
                        .filter(i -> i.end == party.end)
                        .filter(i -> i.stateName.equals(party.session.stateName()))
                        .<Event>map(i -> new Event.Interrupted(i.reason, "simulated"))
                        .or(party::next);
        next.ifPresent(event -> take(party, event));
        return next.isPresent();
    }

    private void lose(Party party) {
        AbortReason reason =
                party.measuring.isPresent() ? AbortReason.BOX_FAILED : AbortReason.PEER_LOST;
        take(party, new Event.Interrupted(reason, "nothing more comes"));
    }

    private void take(Party party, Event event) {
        for (Effect effect : party.session.on(event)) {
            perform(party, effect);
        }
    }

    private void perform(Party party, Effect effect) {
        switch (effect) {
            case Effect.Send(Message message) -> {
                log.sent(party.end, message);
                for (Message arrived : wire.carry(party.end, message)) {
                    peerOf(party).inbox.add(new Event.MessageReceived(arrived));
                }
            }
            case Effect.SendSeal seal ->
                    peerOf(party)
                            .inbox
                            .add(
                                    wire.sealIsRight(party.end)
                                            ? new Event.PeerAuthenticated()
                                            : new Event.AuthenticationFailed());
            case Effect.DistributePairs d ->
                    party.ownResult = Optional.of(new Event.PairsDistributed());
            case Effect.Measure measure -> measure(party, measure);
            case Effect.Replay replay -> party.ownResult = Optional.of(replay(party, replay));
            case Effect.Store store -> party.store(store.key(), store.partition(), false);
            case Effect.StoreDeliverable store -> party.store(store.key(), store.partition(), true);
            case Effect.ShowLaboratoryResult show ->
                    party.ownResult = Optional.of(new Event.Stored());
            case Effect.MarkDeliverable mark -> {
                party.deliverable = true;
                party.ownResult = Optional.of(new Event.Stored());
            }
            case Effect.EnterStep enter -> party.steps.add(enter.step());
            case Effect.ReportRounds r -> {}
            case Effect.ReportEstimate report ->
                    party.statistics = Optional.of(report.statistics());
            case Effect.Finish finish -> party.outcome = Optional.of(finish.outcome());
        }
    }

    private Party peerOf(Party party) {
        return party == alice ? bob : alice;
    }

    /** The boxes answer when both have their settings. */
    private void measure(Party party, Effect.Measure measure) {
        party.measuring = Optional.of(measure);
        if (alice.measuring.isEmpty() || bob.measuring.isEmpty()) {
            return;
        }
        byte[] x = alice.measuring.get().settings();
        byte[] y = bob.measuring.get().settings();
        var outcomes = pairs.play(x, y);
        alice.ownResult = Optional.of(new Event.RoundsMeasured(x, outcomes.alice()));
        bob.ownResult = Optional.of(new Event.RoundsMeasured(y, outcomes.bob()));
        alice.measuring = Optional.empty();
        bob.measuring = Optional.empty();
    }

    private Event replay(Party party, Effect.Replay replay) {
        boolean isAlice = party == alice;
        RecordedRounds rounds = record.orElseThrow();
        return new Event.RoundsMeasured(
                rounds.settings(isAlice, replay.firstRound(), replay.rounds()),
                rounds.outcomes(isAlice, replay.firstRound(), replay.rounds()));
    }
}
