package io.bellwether.protocol;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.privacyamplification.Amplification;
import io.bellwether.privacyamplification.LaboratoryResult;
import io.bellwether.privacyamplification.ToeplitzHash;
import io.bellwether.protocol.AliceState.AwaitingAcceptance;
import io.bellwether.protocol.AliceState.AwaitingAcceptanceSeal;
import io.bellwether.protocol.AliceState.AwaitingAgreement;
import io.bellwether.protocol.AliceState.AwaitingOutcomes;
import io.bellwether.protocol.AliceState.AwaitingPairs;
import io.bellwether.protocol.AliceState.AwaitingPeerMeasured;
import io.bellwether.protocol.AliceState.AwaitingStart;
import io.bellwether.protocol.AliceState.AwaitingStored;
import io.bellwether.protocol.AliceState.AwaitingTestFlags;
import io.bellwether.protocol.AliceState.Ended;
import io.bellwether.protocol.AliceState.ReadyToAmplify;
import io.bellwether.protocol.AliceState.ReadyToCorrect;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.verification.Challenge;
import io.bellwether.verification.Verification;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Alice's side of one block: events in, effects out. No I/O, no clock, no thread; its randomness is
 * the entropy source it was given, so one seed replays it.
 */
public final class AliceSession implements Session {
    private final BlockId block;

    /** As agreed; settled as soon as both sides' settings are known. */
    private BlockPlan plan;

    private final EntropySource entropy;
    private final long refillBits;
    private final AliceRounds rounds;
    private final Workers workers;
    private AliceState state = new AwaitingStart();

    /**
     * @param refillBits how many bits of the key go to the authentication pool
     * @param workers amplify
     * @throws IllegalArgumentException if that is more than the plan allows
     */
    public AliceSession(
            BlockId block,
            BlockPlan plan,
            long refillBits,
            EntropySource entropy,
            Workers workers) {
        if (refillBits > plan.maxRefillBits()) {
            throw new IllegalArgumentException(
                    "refillBits: %d; limit %d".formatted(refillBits, plan.maxRefillBits()));
        }
        this.refillBits = refillBits;
        this.block = block;
        this.plan = plan;
        this.entropy = entropy;
        this.workers = workers;
        this.rounds = AliceRounds.of(plan.parameters(), entropy);
    }

    private record Situation(AliceState state, Event event) {}

    @Override
    public List<Effect> on(Event event) {
        if (state instanceof Ended) {
            return List.of();
        }
        return switch (event) {
            case Event.Interrupted(AbortReason reason, String detail) ->
                    abort(reason, detail, reason != AbortReason.PEER_LOST);
            case Event.AuthenticationFailed() ->
                    abort(AbortReason.NOT_AUTHENTICATED, "Bob's seal is wrong", true);
            case Event.MessageReceived(Message.Abort(AbortReason reason))
                    when reason == AbortReason.BOX_RETIRED ->
                    // Not just any abort: no block can come after it.
                    abort(reason, "Bob: " + reason.explanation(), false);
            case Event.MessageReceived(Message.Abort(AbortReason reason)) ->
                    abort(AbortReason.PEER_ABORTED, "Bob: " + reason.explanation(), false);
            default -> transition(event);
        };
    }

    /** The transition table. */
    private List<Effect> transition(Event event) {
        return switch (new Situation(state, event)) {
            case Situation(AwaitingStart s, Event.Started e) -> propose();
            case Situation(AwaitingAgreement s, Event.MessageReceived(Message.Agreement m))
                    when m.block().equals(block) ->
                    beginMeasuring();
            case Situation(AwaitingPairs(long first), Event.PairsDistributed e) ->
                    to(
                            new AwaitingTestFlags(first),
                            new Effect.Send(new Message.PairsReady(first)));
            case Situation(
                            AwaitingTestFlags(long first),
                            Event.MessageReceived(Message.TestFlags m))
                    when m.firstRound() == first && rounds.fits(m) ->
                    to(new AwaitingOutcomes(first), rounds.measure(m));
            case Situation(AwaitingOutcomes(long first), Event.RoundsMeasured measured) ->
                    recordOutcomes(first, measured);
            case Situation(AwaitingPeerMeasured s, Event.MessageReceived(Message.Measured m))
                    when rounds.fits(m) ->
                    to(new ReadyToCorrect(m), new Effect.EnterStep(Step.ANNOUNCE));
            case Situation(ReadyToCorrect s, Event.Proceed e) -> publish(s);
            case Situation(AwaitingAcceptance s, Event.MessageReceived(Message.Acceptance m))
                    when fits(m.lostTestRounds()) ->
                    to(
                            new AwaitingAcceptanceSeal(
                                    s.challenge(), s.amplificationSeed(), m.lostTestRounds()),
                            new Effect.EnterStep(Step.AUTHENTICATE));
            case Situation(AwaitingAcceptanceSeal s, Event.PeerAuthenticated e) ->
                    to(
                            new ReadyToAmplify(
                                    s.challenge().confirmedByPeer(),
                                    AcceptedEstimate.statedByPeer(
                                            plan.maxLostTestRounds(), s.announcedLostTestRounds()),
                                    s.amplificationSeed()),
                            new Effect.EnterStep(Step.AMPLIFY));
            case Situation(ReadyToAmplify s, Event.Proceed e) -> amplify(s);
            case Situation(AwaitingStored s, Event.Stored e) -> finish(s.stored());
            default -> fault(event);
        };
    }

    /** Bob announces how many test rounds were lost if the theorem wants it, and only then. */
    private boolean fits(OptionalLong lostTestRounds) {
        return lostTestRounds.isPresent() == plan.parameters().theorem().variableLength()
                && lostTestRounds.orElse(0) >= 0
                && lostTestRounds.orElse(0) <= plan.maxLostTestRounds();
    }

    private List<Effect> propose() {
        Optional<String> refusal = plan.refusal();
        if (refusal.isPresent()) {
            return abort(AbortReason.NO_KEY_LENGTH, refusal.get(), true);
        }
        return to(
                new AwaitingAgreement(),
                new Effect.EnterStep(Step.PROPOSE),
                new Effect.Send(
                        new Message.Proposal(
                                block,
                                plan.parameters(),
                                plan.code(),
                                plan.freeParameters(),
                                plan.leakedBits(),
                                plan.keyBits(),
                                refillBits)));
    }

    private List<Effect> beginMeasuring() {
        return to(
                new AwaitingPairs(0),
                new Effect.EnterStep(Step.MEASURE),
                new Effect.DistributePairs(0, plan.parameters().chunkRounds(0)));
    }

    private List<Effect> recordOutcomes(long firstRound, Event.RoundsMeasured measured) {
        rounds.record(firstRound, measured);
        SessionParameters parameters = plan.parameters();
        long next = firstRound + parameters.chunkRounds(firstRound);
        var report = new Effect.ReportRounds(next, parameters.blockRounds());
        return next < parameters.blockRounds()
                ? to(
                        new AwaitingPairs(next),
                        report,
                        new Effect.DistributePairs(next, parameters.chunkRounds(next)))
                : to(new AwaitingPeerMeasured(), report);
    }

    /** Steps 3 to 5 and Alice's part of 7 and 8, in one direction and without waiting. */
    private List<Effect> publish(ReadyToCorrect ready) {
        AliceRounds.Sifted sifted = rounds.sift(ready.peer(), plan);
        plan = sifted.plan();
        SecretBits key = sifted.rawKey();
        BitArray syndrome = plan.correction().syndrome(key);
        BitArray verificationSeed = entropy.bits(Verification.seedBits(key.length()));
        Challenge challenge = Verification.challenge(key, verificationSeed);
        BitArray amplificationSeed =
                entropy.bits(ToeplitzHash.seedBits(key.length(), plan.amplifiedBits()));
        return to(
                new AwaitingAcceptance(challenge, amplificationSeed),
                new Effect.Send(sifted.announcement()),
                new Effect.EnterStep(Step.CORRECT),
                new Effect.Send(new Message.Syndrome(syndrome)),
                new Effect.EnterStep(Step.VERIFY),
                new Effect.Send(new Message.Verification(verificationSeed, challenge.tag())),
                new Effect.Send(new Message.AmplificationSeed(amplificationSeed)),
                new Effect.SendSeal(),
                new Effect.EnterStep(Step.ESTIMATE));
    }

    private List<Effect> amplify(ReadyToAmplify ready) {
        return plan.uncertified(ready.key(), ready.estimate(), ready.amplificationSeed(), workers)
                .map(this::show)
                .orElseGet(() -> store(ready));
    }

    private List<Effect> show(LaboratoryResult result) {
        rounds.erase();
        return to(
                new AwaitingStored(new BlockOutcome.Laboratory(result)),
                new Effect.EnterStep(Step.COMMIT),
                new Effect.ShowLaboratoryResult(result));
    }

    private List<Effect> store(ReadyToAmplify ready) {
        return switch (plan.keyLength(ready.estimate())) {
            case KeyLength.None none ->
                    abort(
                            AbortReason.NO_KEY_LENGTH,
                            "Bob accepted a block without a key: " + none.reason(),
                            true);
            case KeyLength.Certified length -> {
                SecretBits key =
                        Amplification.amplify(
                                ready.key(),
                                ready.estimate(),
                                length,
                                ready.amplificationSeed(),
                                workers);
                rounds.erase();
                var accepted = accepted(length);
                yield to(
                        new AwaitingStored(accepted),
                        new Effect.EnterStep(Step.COMMIT),
                        new Effect.StoreDeliverable(key, accepted));
            }
        };
    }

    private BlockOutcome.Accepted accepted(KeyLength.Certified length) {
        return BlockOutcome.Accepted.of(length, plan.partition(length.keyBits(), refillBits));
    }

    private List<Effect> finish(BlockOutcome accepted) {
        return to(
                new Ended(accepted),
                new Effect.Send(new Message.Deliverable()),
                new Effect.SendSeal(),
                new Effect.Finish(accepted));
    }

    private List<Effect> fault(Event event) {
        return abort(AbortReason.PROTOCOL_FAULT, ProtocolFault.describe(stateName(), event), true);
    }

    private List<Effect> abort(AbortReason reason, String detail, boolean tellPeer) {
        rounds.erase();
        var aborted = new BlockOutcome.Aborted(reason, detail);
        state = new Ended(aborted);
        return tellPeer
                ? List.of(new Effect.Send(new Message.Abort(reason)), new Effect.Finish(aborted))
                : List.of(new Effect.Finish(aborted));
    }

    private List<Effect> to(AliceState next, Effect... effects) {
        state = next;
        return List.of(effects);
    }

    @Override
    public String stateName() {
        return state.getClass().getSimpleName();
    }

    @Override
    public Optional<BlockPlan> plan() {
        return Optional.of(plan);
    }

    @Override
    public Awaited awaited() {
        return switch (state) {
            case AwaitingStart s -> Awaited.START;
            case AwaitingPairs s -> Awaited.OWN_EFFECT;
            case AwaitingOutcomes s -> Awaited.OWN_EFFECT;
            case AwaitingStored s -> Awaited.OWN_EFFECT;
            case ReadyToCorrect s -> Awaited.TURN;
            case ReadyToAmplify s -> Awaited.TURN;
            case Ended s -> Awaited.NOTHING;
            case AwaitingAgreement s -> Awaited.PEER;
            case AwaitingTestFlags s -> Awaited.PEER;
            case AwaitingPeerMeasured s -> Awaited.PEER;
            case AwaitingAcceptance s -> Awaited.PEER;
            case AwaitingAcceptanceSeal s -> Awaited.PEER;
        };
    }
}
