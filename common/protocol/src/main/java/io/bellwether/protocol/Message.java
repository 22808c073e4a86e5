package io.bellwether.protocol;

import io.bellwether.errorcorrection.CodeParameters;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.securityproof.ChosenParameters;

import java.util.OptionalLong;

/**
 * What the two session machines say to each other within one block, in the order of the protocol's
 * steps.
 */
public sealed interface Message {

    /**
     * Step 1, Alice: everything that both sides must hold alike, fixed before the first round.
     *
     * @param freeParameters chosen by Alice on the honest model; Bob recomputes the key length with
     *     them
     * @param keyBits the shortest key length of an accepted block, 0 if the theorem gives none
     * @param refillBits how many of them go to the authentication pool: what it has room for, at
     *     most the agreed share
     */
    record Proposal(
            BlockId block,
            SessionParameters parameters,
            CodeParameters code,
            ChosenParameters freeParameters,
            long leakedBits,
            long keyBits,
            long refillBits)
            implements Message {}

    /** Step 1, Bob: he holds the same. */
    record Agreement(BlockId block) implements Message {}

    /**
     * Step 2, Alice: the pairs of the chunk are distributed and her link to the source is closed.
     */
    record PairsReady(long firstRound) implements Message {}

    /** Step 2, Bob: the same at his side, and which rounds of the chunk are test rounds. */
    record TestFlags(long firstRound, BitArray flags) implements Message {}

    /**
     * Step 2, Bob: his box has answered the last round.
     *
     * @param settings where each side draws its own, his settings of the block; empty otherwise
     */
    record Measured(BitArray settings) implements Message {
        /** Where Alice knows his settings as far as she needs them. */
        public Measured() {
            this(BitArray.ofLength(0));
        }
    }

    /**
     * Step 3, Alice: her settings of the test rounds, in order; where each side draws its own,
     * those of the whole block.
     *
     * @param testOutcomes her outcomes of the rounds that count for the score, only where the
     *     theorem lets her publish them; empty otherwise
     */
    record Settings(BitArray testRoundSettings, BitArray testOutcomes) implements Message {
        /** Where test outcomes are part of the raw key. */
        public Settings(BitArray testRoundSettings) {
            this(testRoundSettings, BitArray.ofLength(0));
        }
    }

    /** Step 4, Alice. */
    record Syndrome(BitArray syndrome) implements Message {}

    /** Step 5, Alice: seed and tag of the verification hash. */
    record Verification(BitArray seed, BitArray tag) implements Message {}

    /** Step 8, Alice: the seed of the privacy amplification, drawn after the last round. */
    record AmplificationSeed(BitArray seed) implements Message {}

    /**
     * Steps 6 to 9, Bob: he accepts, has verified her transcript, and has stored the block durably.
     *
     * @param lostTestRounds how many test rounds were lost; present only if the theorem's length
     *     follows it
     */
    record Acceptance(OptionalLong lostTestRounds) implements Message {}

    /** Step 9, Alice: the block is deliverable at her end. */
    record Deliverable() implements Message {}

    /** Either side, any time: the block ends here. */
    record Abort(AbortReason reason) implements Message {}
}
