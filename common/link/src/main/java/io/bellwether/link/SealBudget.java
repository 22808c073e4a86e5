package io.bellwether.link;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.proto.link.v1.Purpose;
import io.bellwether.protocol.SessionParameters;

/**
 * How many one-time bits either end needs for an exchange: its seals, and what it proves by a
 * token.
 */
public final class SealBudget {
    /** Alice seals what she publishes and, at the end, that the block is deliverable. */
    private static final int ALICE_BLOCK_SEALS = 2;

    /** Bob seals once: his greeting and pending blocks, or his acceptance. */
    static final int BOB_SEALS = 1;

    /** What one greeting may have skipped, in openings of blocks, and at least, in bits. */
    private static final int SKIPPED_OPENINGS = 4;

    private static final int LEAST_SKIP_BITS = 16_384;

    private final int chunks;
    private final boolean verdictInMeeting;

    /**
     * @param chunks of a block's rounds
     * @param verdictInMeeting whether Bob comes with pending blocks, which Alice settles under a
     *     seal of its own
     */
    SealBudget(int chunks, boolean verdictInMeeting) {
        this.chunks = chunks;
        this.verdictInMeeting = verdictInMeeting;
    }

    /**
     * The probability that any seal or token of a block, or the proof that Bob has opened it, is
     * forged: the union bound.
     *
     * @param transcriptBytes no transcript of a block is longer
     */
    public static double forgeryProbability(SessionParameters parameters, long transcriptBytes) {
        int seals = ALICE_BLOCK_SEALS + BOB_SEALS + 1;
        double anyToken = Math.scalb(parameters.chunks() + 1.0, -SealedTranscript.TOKEN_BITS);
        return seals * TranscriptMac.forgeryProbability(transcriptBytes) + anyToken;
    }

    /** Alice's bits: Bob's proof, her seals, and in a block a token for each chunk. */
    int aliceBits(Purpose purpose) throws LinkException {
        int sealBits = AlicesRange.PROOF_BITS + aliceSeals(purpose) * TranscriptMac.KEY_BITS;
        return purpose == Purpose.PURPOSE_BLOCK
                ? sealBits + chunks * SealedTranscript.TOKEN_BITS
                : sealBits;
    }

    /** In a meeting Alice seals the greetings, and her verdict if Bob has blocks pending. */
    int aliceSeals(Purpose purpose) throws LinkException {
        return switch (purpose) {
            case PURPOSE_BLOCK -> ALICE_BLOCK_SEALS;
            case PURPOSE_RECONCILIATION -> verdictInMeeting ? 2 : 1;
            default ->
                    throw new LinkException(
                            LinkException.Cause.MISBEHAVED, "opening for an unknown purpose");
        };
    }

    /** Bob's bits: his seal, and in a block the token of his {@code Measured}. */
    static int bobBits(Purpose purpose) {
        int sealBits = BOB_SEALS * TranscriptMac.KEY_BITS;
        return purpose == Purpose.PURPOSE_BLOCK ? sealBits + SealedTranscript.TOKEN_BITS : sealBits;
    }

    /** What a greeting, which is not authenticated yet, may have this end skip. */
    int maximumSkipBits() throws LinkException {
        return Math.max(LEAST_SKIP_BITS, SKIPPED_OPENINGS * aliceBits(Purpose.PURPOSE_BLOCK));
    }
}
