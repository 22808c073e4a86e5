package io.bellwether.node.cli;

import io.bellwether.bell.ChshGame;
import io.bellwether.securityproof.BlockParameters;
import io.bellwether.securityproof.KeyLength;
import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenRenyi;
import io.bellwether.securityproof.planner.Setup;

/**
 * Key lengths of an honest CHSH device, as {@code bellwether rate} shows them.
 *
 * @param rounds n
 * @param testProbability gamma
 * @param chsh expected S
 * @param sigmas standard deviations between the expected and the accepted score
 * @param correctionBits bits that error correction publishes; {@link Setup#TAG_BITS} are added
 * @param soundness total failure probability
 */
record FiniteSizeRates(
        long rounds,
        double testProbability,
        double chsh,
        double sigmas,
        long correctionBits,
        double soundness) {
    /** Upper end of the free choice of the limit in the variable-length form: w = 3/4. */
    private static final double LOOSEST_THRESHOLD = ChshGame.W_LOCAL;

    private BlockParameters block(double winThreshold) {
        return new BlockParameters(
                rounds,
                testProbability,
                winThreshold,
                Math.addExact(correctionBits, Setup.TAG_BITS),
                Setup.budget(soundness));
    }

    private BlockParameters block() {
        return block(BlockParameters.winThreshold(rounds, testProbability, chsh, sigmas));
    }

    /**
     * KEYLEN-EAT-OXFORD. {@code keyBits} is the published form (Trevisan's extractor) or the one of
     * the product (Toeplitz hashing), as asked for; the other stands beside it.
     */
    Answer eatOxford(boolean published) {
        BlockParameters block = block();
        KeylenEatOxford.FreeParameters free = KeylenEatOxford.optimise(block);
        KeyLength length = KeylenEatOxford.keyLength(block, free);
        long hashed = keyBits(length);
        long trevisan = (long) KeylenEatOxford.asPublished(block).bits();
        Answer answer = new Answer().put("theorem", KeylenEatOxford.CLAIM_ID);
        putLength(answer, published ? trevisan : hashed, length);
        answer.put("extractor", published ? "trevisan" : "two-universal");
        answer.put("keyBitsTrevisan", trevisan).put("keyBitsTwoUniversal", hashed);
        putBlock(answer, block);
        answer.put(
                "freeParameters",
                new Answer()
                        .put("t", free.t())
                        .put("alphaPrimeMinusOne", free.alphaPrimeMinusOne())
                        .put("alphaDoublePrimeMinusOne", free.alphaDoublePrimeMinusOne())
                        .put("epsilonSmoothing", free.epsilonSmoothing())
                        .put("epsilonSmoothingPrime", free.epsilonSmoothingPrime())
                        .put("epsilonSmoothingDoublePrime", free.epsilonSmoothingDoublePrime())
                        .put("epsilonPrivacyAmplification", free.epsilonPrivacyAmplification()));
        return answer.put("assumptions", KeylenEatOxford.ASSUMPTIONS);
    }

    /** KEYLEN-RENYI; the variable length is the one at the expected number of lost test rounds. */
    Answer renyi(boolean variableLength, double flipProbability) {
        BlockParameters block = variableLength ? block(LOOSEST_THRESHOLD) : block();
        double expected = rounds * testProbability * (1 - ChshGame.winRatioOf(chsh));
        long lost = variableLength ? Math.round(expected) : block.maxLostTestRounds();
        KeylenRenyi.FreeParameters free = KeylenRenyi.optimise(block, flipProbability, lost);
        KeyLength length =
                variableLength
                        ? KeylenRenyi.variableKeyLength(block, flipProbability, free, lost)
                        : KeylenRenyi.keyLength(block, flipProbability, free);
        Answer answer =
                new Answer()
                        .put(
                                "theorem",
                                variableLength
                                        ? KeylenRenyi.VARIABLE_CLAIM_ID
                                        : KeylenRenyi.CLAIM_ID);
        putLength(answer, keyBits(length), length);
        putBlock(answer, block);
        answer.put("lostTestRounds", lost).put("flipProbability", flipProbability);
        answer.put(
                "freeParameters",
                new Answer()
                        .put("alphaMinusOne", free.alphaMinusOne())
                        .put("lossShare", free.lossShare())
                        .put("lossPenaltyBits", free.lossPenaltyBits()));
        return answer.put("assumptions", KeylenRenyi.ASSUMPTIONS);
    }

    private static long keyBits(KeyLength length) {
        return switch (length) {
            case KeyLength.Certified certified -> certified.keyBits();
            case KeyLength.None none -> 0;
        };
    }

    private void putLength(Answer answer, long keyBits, KeyLength length) {
        answer.put("keyBits", keyBits).put("ratePerRound", (double) keyBits / rounds);
        if (length instanceof KeyLength.None none) {
            answer.put("reason", none.reason());
        } else if (keyBits == 0) {
            answer.put("reason", "no key because Trevisan's extractor uses up what hashing leaves");
        }
    }

    private void putBlock(Answer answer, BlockParameters block) {
        answer.put("rounds", rounds)
                .put("testProbability", testProbability)
                .put("chsh", chsh)
                .put("winThreshold", block.winThreshold())
                .put("maxLostTestRounds", block.maxLostTestRounds())
                .put("correctionBits", correctionBits)
                .put("leakedBits", block.leakedBits())
                .put(
                        "epsilon",
                        new Answer()
                                .put("secrecy", block.epsilon().secrecy())
                                .put("correctness", block.epsilon().correctness())
                                .put("authentication", block.epsilon().authentication())
                                .put("soundness", block.epsilon().soundness()));
    }
}
