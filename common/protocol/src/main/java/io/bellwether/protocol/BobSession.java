package io.bellwether.protocol;

import io.bellwether.errorcorrection.Decoding;
import io.bellwether.estimation.Estimate;
import io.bellwether.foundation.EntropySource;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.privacyamplification.Amplification;
import io.bellwether.privacyamplification.LaboratoryResult;
import io.bellwether.privacyamplification.ToeplitzHash;
import io.bellwether.protocol.BobState.AwaitingAmplificationSeed;
import io.bellwether.protocol.BobState.AwaitingDeliverable;
import io.bellwether.protocol.BobState.AwaitingDeliverableSeal;
import io.bellwether.protocol.BobState.AwaitingMarked;
import io.bellwether.protocol.BobState.AwaitingOutcomes;
import io.bellwether.protocol.BobState.AwaitingPairs;
import io.bellwether.protocol.BobState.AwaitingPeerPairs;
import io.bellwether.protocol.BobState.AwaitingProposal;
import io.bellwether.protocol.BobState.AwaitingSettings;
import io.bellwether.protocol.BobState.AwaitingStored;
import io.bellwether.protocol.BobState.AwaitingSyndrome;
import io.bellwether.protocol.BobState.AwaitingTranscriptSeal;
import io.bellwether.protocol.BobState.AwaitingVerification;
import io.bellwether.protocol.BobState.Ended;
import io.bellwether.protocol.BobState.Published;
import io.bellwether.protocol.BobState.ReadyToAmplify;
import io.bellwether.protocol.BobState.ReadyToCorrect;
import io.bellwether.protocol.BobState.ReadyToEstimate;
import io.bellwether.protocol.BobState.ReadyToVerify;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.verification.Comparison;
import io.bellwether.verification.Verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bob's side of one block: events in, effects out. No I/O, no clock, no thread.
 *
 * <p>Alice publishes everything up to the seed of the privacy amplification in one go and seals it;
 * Bob computes nothing from it before her seal was found right.
 */
public final class BobSession implements Session {
    private final SessionParameters parameters;
    private final double epsilonAuthentication;
    private final BobRounds rounds;
    private final Workers workers;
    private BobState state = new AwaitingProposal();

    /** Set when a proposal is agreed to, settled when both sides' settings are known. */
    private BlockPlan plan;

    private long refillBits;

    /** Set when the block was amplified to a key. */
    private BlockOutcome.Accepted accepted;

    /** Set instead when there is no theorem for it. */
    private LaboratoryResult uncertified;

    /**
     * @param parameters Bob's own; a proposal with others is refused
     * @param epsilonAuthentication bound on the probability that any seal of a block is forged
     */
    public BobSession(
            SessionParameters parameters, double epsilonAuthentication, EntropySource entropy) {
        this(parameters, epsilonAuthentication, entropy, Workers.ONE);
    }

    /**
     * @param workers correct and amplify
     */
    public BobSession(
            SessionParameters parameters,
            double epsilonAuthentication,
            EntropySource entropy,
            Workers workers) {
        this.workers = workers;
        this.parameters = parameters;
        this.epsilonAuthentication = epsilonAuthentication;
        this.rounds = BobRounds.of(parameters, entropy);
    }

    private record Situation(BobState state, Event event) {}

    @Override
    public List<Effect> on(Event event) {
        if (state instanceof Ended) {
            return List.of();
        }
        return switch (event) {
            case Event.Interrupted(AbortReason reason, String detail) ->
                    abort(reason, detail, reason != AbortReason.PEER_LOST);
            case Event.AuthenticationFailed() ->
                    abort(AbortReason.NOT_AUTHENTICATED, "Alice's seal is wrong", true);
            case Event.MessageReceived(Message.Abort(AbortReason reason)) ->
                    abort(AbortReason.PEER_ABORTED, "Alice: " + reason.explanation(), false);
            default -> transition(event);
        };
    }

    /** The transition table. */
    private List<Effect> transition(Event event) {
        return switch (new Situation(state, event)) {
            case Situation(AwaitingProposal s, Event.MessageReceived(Message.Proposal m)) ->
                    agree(m);
            case Situation(AwaitingPairs(long first), Event.PairsDistributed e) ->
                    to(new AwaitingPeerPairs(first));
            case Situation(
                            AwaitingPeerPairs(long first),
                            Event.MessageReceived(Message.PairsReady m))
                    when m.firstRound() == first ->
                    to(new AwaitingOutcomes(first), rounds.begin(first));
            case Situation(AwaitingOutcomes(long first), Event.RoundsMeasured measured) ->
                    recordOutcomes(first, measured);
            case Situation(AwaitingSettings s, Event.MessageReceived(Message.Settings m))
                    when rounds.fits(m) ->
                    sift(m);
            case Situation(AwaitingSyndrome s, Event.MessageReceived(Message.Syndrome m))
                    when m.syndrome().length() == plan.correction().syndromeBits() ->
                    to(new AwaitingVerification(s.sifted(), m.syndrome()));
            case Situation(AwaitingVerification s, Event.MessageReceived(Message.Verification m))
                    when m.seed().length() == Verification.seedBits(plan.block().rawKeyBits())
                            && m.tag().length() == Verification.tagBits() ->
                    to(new AwaitingAmplificationSeed(new Published(s.sifted(), s.syndrome(), m)));
            case Situation(
                            AwaitingAmplificationSeed s,
                            Event.MessageReceived(Message.AmplificationSeed m))
                    when m.seed().length()
                            == ToeplitzHash.seedBits(
                                    plan.block().rawKeyBits(), plan.amplifiedBits()) ->
                    to(new AwaitingTranscriptSeal(s.published(), m.seed()));
            case Situation(AwaitingTranscriptSeal s, Event.PeerAuthenticated e) ->
                    to(new ReadyToCorrect(s.published(), s.amplificationSeed()));
            case Situation(ReadyToCorrect s, Event.Proceed e) -> correct(s);
            case Situation(ReadyToVerify s, Event.Proceed e) -> verify(s);
            case Situation(ReadyToEstimate s, Event.Proceed e) -> estimate(s);
            case Situation(ReadyToAmplify s, Event.Proceed e) -> amplify(s);
            case Situation(AwaitingStored s, Event.Stored e) ->
                    to(
                            new AwaitingDeliverable(),
                            new Effect.Send(new Message.Acceptance(s.announcedLostTestRounds())),
                            new Effect.SendSeal());
            case Situation(AwaitingDeliverable s, Event.MessageReceived(Message.Deliverable m)) ->
                    to(new AwaitingDeliverableSeal());
            case Situation(AwaitingDeliverableSeal s, Event.PeerAuthenticated e) ->
                    to(new AwaitingMarked(), confirmStored());
            case Situation(AwaitingMarked s, Event.Stored e) -> finish();
            default ->
                    abort(
                            AbortReason.PROTOCOL_FAULT,
                            ProtocolFault.describe(stateName(), event),
                            true);
        };
    }

    private List<Effect> agree(Message.Proposal proposal) {
        return switch (ProposalCheck.of(parameters, epsilonAuthentication, proposal)) {
            case ProposalCheck.Refused(String difference) ->
                    abort(AbortReason.PARAMETERS_DIFFER, difference, true);
            case ProposalCheck.Agreed(BlockPlan agreed, long r) when agreed.refusal().isPresent() ->
                    abort(AbortReason.NO_KEY_LENGTH, agreed.refusal().get(), true);
            case ProposalCheck.Agreed(BlockPlan agreed, long agreedRefillBits) -> {
                plan = agreed;
                refillBits = agreedRefillBits;
                yield to(
                        new AwaitingPairs(0),
                        new Effect.EnterStep(Step.PROPOSE),
                        new Effect.Send(new Message.Agreement(proposal.block())),
                        new Effect.EnterStep(Step.MEASURE),
                        new Effect.DistributePairs(0, parameters.chunkRounds(0)));
            }
        };
    }

    private List<Effect> recordOutcomes(long firstRound, Event.RoundsMeasured measured) {
        var effects = new ArrayList<>(rounds.record(firstRound, measured));
        long next = firstRound + parameters.chunkRounds(firstRound);
        effects.add(new Effect.ReportRounds(next, parameters.blockRounds()));
        if (next < parameters.blockRounds()) {
            effects.add(new Effect.DistributePairs(next, parameters.chunkRounds(next)));
            return to(new AwaitingPairs(next), effects);
        }
        effects.add(new Effect.EnterStep(Step.ANNOUNCE));
        effects.add(new Effect.Send(rounds.announcement()));
        return to(new AwaitingSettings(), effects);
    }

    private List<Effect> sift(Message.Settings announced) {
        BobRounds.Sifted sifted = rounds.sift(announced, plan);
        plan = sifted.plan();
        return to(new AwaitingSyndrome(sifted), new Effect.EnterStep(Step.CORRECT));
    }

    private List<Effect> correct(ReadyToCorrect ready) {
        BobRounds.Sifted sifted = ready.published().sifted();
        Decoding decoding;
        try (SecretBits reference = sifted.reference()) {
            decoding =
                    plan.correction()
                            .decode(
                                    ready.published().syndrome(),
                                    reference,
                                    sifted.expectedFlips(reference),
                                    workers);
        }
        return switch (decoding) {
            case Decoding.Corrected corrected ->
                    to(
                            new ReadyToVerify(
                                    ready.published(), corrected.key(), ready.amplificationSeed()),
                            new Effect.EnterStep(Step.VERIFY));
            case Decoding.NotConverged failed ->
                    abort(
                            AbortReason.NOT_CORRECTED,
                            "no convergence after %d iterations".formatted(failed.iterations()),
                            true);
        };
    }

    private List<Effect> verify(ReadyToVerify ready) {
        Message.Verification hash = ready.published().verification();
        return switch (Verification.verify(ready.corrected(), hash.seed(), hash.tag())) {
            case Comparison.Equal(var key) ->
                    to(
                            new ReadyToEstimate(
                                    ready.published().sifted(), key, ready.amplificationSeed()),
                            new Effect.EnterStep(Step.ESTIMATE));
            case Comparison.Different d ->
                    abort(AbortReason.NOT_VERIFIED, "verification tags differ", true);
        };
    }

    private List<Effect> estimate(ReadyToEstimate ready) {
        BobRounds.Sifted sifted = ready.sifted();
        Estimate estimate = sifted.estimate(ready.key());
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.ReportEstimate(estimate.statistics()));
        effects.addAll(
                sifted.noKeyReason()
                        .map(reason -> abort(AbortReason.NO_KEY_LENGTH, reason, true))
                        .orElseGet(() -> decide(estimate, ready)));
        return effects;
    }

    private List<Effect> decide(Estimate estimate, ReadyToEstimate ready) {
        return switch (estimate) {
            case Estimate.Violated violated ->
                    abort(AbortReason.MODEL_VIOLATED, violated.violation().describe(), true);
            case Estimate.ScoreTooLow low ->
                    abort(
                            AbortReason.TOO_MANY_LOST_ROUNDS,
                            "s = %.4f; the least accepted is %.4f"
                                    .formatted(
                                            low.statistics().score().orElse(Double.NaN),
                                            low.leastScore()),
                            true);
            case Estimate.Rejected rejected ->
                    abort(
                            AbortReason.TOO_MANY_LOST_ROUNDS,
                            "%d of %d test rounds lost%s, threshold %d"
                                    .formatted(
                                            rejected.lostTestRounds(),
                                            ready.sifted().testRounds(),
                                            parameters.protocol().boxPairs() == 1
                                                    ? ""
                                                    : " by one pair of boxes",
                                            rejected.maxLostTestRounds()),
                            true);
            case Estimate.Accepted accepted ->
                    to(
                            new ReadyToAmplify(
                                    ready.key(), accepted.proof(), ready.amplificationSeed()),
                            new Effect.EnterStep(Step.AMPLIFY));
        };
    }

    private List<Effect> amplify(ReadyToAmplify ready) {
        return plan.uncertified(ready.key(), ready.estimate(), ready.amplificationSeed(), workers)
                .map(this::show)
                .orElseGet(() -> store(ready));
    }

    private List<Effect> show(LaboratoryResult result) {
        uncertified = result;
        eraseRawKey();
        return to(
                new AwaitingStored(OptionalLong.empty()),
                new Effect.EnterStep(Step.COMMIT),
                new Effect.ShowLaboratoryResult(result));
    }

    private Effect confirmStored() {
        return uncertified == null
                ? new Effect.MarkDeliverable()
                : new Effect.ShowLaboratoryResult(uncertified);
    }

    private List<Effect> store(ReadyToAmplify ready) {
        return switch (plan.keyLength(ready.estimate())) {
            case KeyLength.None none -> abort(AbortReason.NO_KEY_LENGTH, none.reason(), true);
            case KeyLength.Certified length -> {
                var key =
                        Amplification.amplify(
                                ready.key(),
                                ready.estimate(),
                                length,
                                ready.amplificationSeed(),
                                workers);
                eraseRawKey();
                accepted =
                        BlockOutcome.Accepted.of(
                                length, plan.partition(length.keyBits(), refillBits));
                yield to(
                        new AwaitingStored(ready.estimate().announcedLostTestRounds()),
                        new Effect.EnterStep(Step.COMMIT),
                        new Effect.Store(key, accepted));
            }
        };
    }

    private List<Effect> finish() {
        BlockOutcome outcome =
                uncertified == null ? accepted : new BlockOutcome.Laboratory(uncertified);
        return to(new Ended(outcome), new Effect.Finish(outcome));
    }

    private List<Effect> abort(AbortReason reason, String detail, boolean tellPeer) {
        eraseRawKey();
        // From here on Alice may hold the block as deliverable: an abort would not be Bob's to
        // decide.
        boolean promised =
                uncertified == null
                        && (state instanceof AwaitingDeliverable
                                || state instanceof AwaitingDeliverableSeal
                                || state instanceof AwaitingMarked);
        BlockOutcome outcome =
                promised
                        ? new BlockOutcome.Undecided(accepted, reason.explanation() + ": " + detail)
                        : new BlockOutcome.Aborted(reason, detail);
        state = new Ended(outcome);
        return tellPeer && !promised
                ? List.of(new Effect.Send(new Message.Abort(reason)), new Effect.Finish(outcome))
                : List.of(new Effect.Finish(outcome));
    }

    private void eraseRawKey() {
        rounds.erase();
        switch (state) {
            case ReadyToVerify ready -> ready.corrected().erase();
            case ReadyToEstimate ready -> ready.key().bits().erase();
            case ReadyToAmplify ready -> ready.key().bits().erase();
            default -> {}
        }
    }

    private List<Effect> to(BobState next, Effect... effects) {
        return to(next, List.of(effects));
    }

    private List<Effect> to(BobState next, List<Effect> effects) {
        state = next;
        return effects;
    }

    @Override
    public String stateName() {
        return state.getClass().getSimpleName();
    }

    @Override
    public Optional<BlockPlan> plan() {
        return Optional.ofNullable(plan);
    }

    @Override
    public Awaited awaited() {
        return switch (state) {
            case AwaitingPairs s -> Awaited.OWN_EFFECT;
            case AwaitingOutcomes s -> Awaited.OWN_EFFECT;
            case AwaitingStored s -> Awaited.OWN_EFFECT;
            case AwaitingMarked s -> Awaited.OWN_EFFECT;
            case ReadyToCorrect s -> Awaited.TURN;
            case ReadyToVerify s -> Awaited.TURN;
            case ReadyToEstimate s -> Awaited.TURN;
            case ReadyToAmplify s -> Awaited.TURN;
            case Ended s -> Awaited.NOTHING;
            case AwaitingProposal s -> Awaited.PEER;
            case AwaitingPeerPairs s -> Awaited.PEER;
            case AwaitingSettings s -> Awaited.PEER;
            case AwaitingSyndrome s -> Awaited.PEER;
            case AwaitingVerification s -> Awaited.PEER;
            case AwaitingAmplificationSeed s -> Awaited.PEER;
            case AwaitingTranscriptSeal s -> Awaited.PEER;
            case AwaitingDeliverable s -> Awaited.PEER;
            case AwaitingDeliverableSeal s -> Awaited.PEER;
        };
    }
}
