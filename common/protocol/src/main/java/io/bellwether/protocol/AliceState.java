package io.bellwether.protocol;

import io.bellwether.estimation.AcceptedEstimate;
import io.bellwether.foundation.BitArray;
import io.bellwether.verification.Challenge;
import io.bellwether.verification.VerifiedKey;

import java.util.OptionalLong;

/**
 * What Alice's machine waits for; the later states hold the proofs that the earlier steps were
 * taken.
 */
sealed interface AliceState {
    record AwaitingStart() implements AliceState {}

    record AwaitingAgreement() implements AliceState {}

    record AwaitingPairs(long firstRound) implements AliceState {}

    record AwaitingTestFlags(long firstRound) implements AliceState {}

    record AwaitingOutcomes(long firstRound) implements AliceState {}

    record AwaitingPeerMeasured() implements AliceState {}

    record ReadyToCorrect(Message.Measured peer) implements AliceState {}

    record AwaitingAcceptance(Challenge challenge, BitArray amplificationSeed)
            implements AliceState {}

    record AwaitingAcceptanceSeal(
            Challenge challenge, BitArray amplificationSeed, OptionalLong announcedLostTestRounds)
            implements AliceState {}

    record ReadyToAmplify(VerifiedKey key, AcceptedEstimate estimate, BitArray amplificationSeed)
            implements AliceState {}

    record AwaitingStored(BlockOutcome stored) implements AliceState {}

    record Ended(BlockOutcome outcome) implements AliceState {}
}
