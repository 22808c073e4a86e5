package io.bellwether.protocol;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.VerifiedKey;

import java.util.OptionalLong;

/**
 * What Bob's machine waits for; the later states hold the proofs that the earlier steps were taken.
 */
sealed interface BobState {
    /** What Alice published after the measurement, complete but not yet known to be hers. */
    record Published(
            BobRounds.Sifted sifted, BitArray syndrome, Message.Verification verification) {}

    record AwaitingProposal() implements BobState {}

    record AwaitingPairs(long firstRound) implements BobState {}

    record AwaitingPeerPairs(long firstRound) implements BobState {}

    record AwaitingOutcomes(long firstRound) implements BobState {}

    record AwaitingSettings() implements BobState {}

    record AwaitingSyndrome(BobRounds.Sifted sifted) implements BobState {}

    record AwaitingVerification(BobRounds.Sifted sifted, BitArray syndrome) implements BobState {}

    record AwaitingAmplificationSeed(Published published) implements BobState {}

    record AwaitingTranscriptSeal(Published published, BitArray amplificationSeed)
            implements BobState {}

    record ReadyToCorrect(Published published, BitArray amplificationSeed) implements BobState {}

    record ReadyToVerify(Published published, SecretBits corrected, BitArray amplificationSeed)
            implements BobState {}

    record ReadyToEstimate(BobRounds.Sifted sifted, VerifiedKey key, BitArray amplificationSeed)
            implements BobState {}

    record ReadyToAmplify(VerifiedKey key, AcceptedEstimate estimate, BitArray amplificationSeed)
            implements BobState {}

    record AwaitingStored(OptionalLong announcedLostTestRounds) implements BobState {}

    record AwaitingDeliverable() implements BobState {}

    record AwaitingDeliverableSeal() implements BobState {}

    record AwaitingMarked() implements BobState {}

    record Ended(BlockOutcome outcome) implements BobState {}
}
