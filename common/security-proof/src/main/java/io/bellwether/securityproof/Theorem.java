package io.bellwether.securityproof;

import java.util.List;
import java.util.OptionalLong;

/** The finite-size theorems that may size the key of a block, and the lack of one. */
public enum Theorem {
    /** Proposition 2 of the supplement of Nadlinger et al., Nature 607, 682 (2022). */
    KEYLEN_EAT_OXFORD(KeylenEatOxford.CLAIM_ID, KeylenEatOxford.ASSUMPTIONS, false),

    /** {@link KeylenRenyi}, one length for every accepted block. Not peer reviewed. */
    KEYLEN_RENYI(KeylenRenyi.CLAIM_ID, KeylenRenyi.ASSUMPTIONS, false),

    /** {@link KeylenRenyi}, a length for each number of lost test rounds. Not peer reviewed. */
    KEYLEN_RENYI_VARIABLE(KeylenRenyi.VARIABLE_CLAIM_ID, KeylenRenyi.ASSUMPTIONS, true),

    /** {@link KeylenNoSignal}, for the chained game; a length for each number of lost rounds. */
    KEYLEN_NOSIGNAL(KeylenNoSignal.CLAIM_ID, KeylenNoSignal.ASSUMPTIONS, true),

    /**
     * No theorem: an asymptotic rate for independent and identical rounds. It gives no key length;
     * {@link AsymptoticLength} says what there would be.
     */
    ASYMPTOTIC(
            AsymptoticRates.ASYMMETRIC_CLAIM_ID,
            "Uncertified: the rate holds for infinitely many independent and identical rounds.",
            false),

    /** No theorem either: an asymptotic rate for two key bases. */
    TWO_BASES(
            AsymptoticRates.TWO_BASES_CLAIM_ID,
            "Uncertified: the rate holds for infinitely many independent and identical rounds.",
            false),

    /** No theorem either: a rate at the maximal quantum value of B_d. */
    SELF_TEST(
            AsymptoticRates.SELF_TEST_CLAIM_ID,
            "Uncertified: the rate holds for infinitely many independent and identical rounds"
                    + " without any noise.",
            false);

    /** Those of the CHSH protocol. */
    public static final List<Theorem> OF_CHSH =
            List.of(KEYLEN_EAT_OXFORD, KEYLEN_RENYI, KEYLEN_RENYI_VARIABLE);

    private final String claimId;
    private final String assumptions;
    private final boolean variableLength;

    Theorem(String claimId, String assumptions, boolean variableLength) {
        this.claimId = claimId;
        this.assumptions = assumptions;
        this.variableLength = variableLength;
    }

    /** The ID in {@code claims/}. */
    public String claimId() {
        return claimId;
    }

    /** What the theorem assumes, in words. */
    public String assumptions() {
        return assumptions;
    }

    /**
     * Whether the number of lost test rounds is announced and the length follows it. Otherwise it
     * must stay private, and the length is that of the threshold.
     */
    public boolean variableLength() {
        return variableLength;
    }

    /** Whether it is a theorem about finitely many rounds, which may size a key. */
    public boolean certifies() {
        return this != ASYMPTOTIC && this != TWO_BASES && this != SELF_TEST;
    }

    /** Whether it covers noisy preprocessing. */
    public boolean coversPreprocessing() {
        return this == KEYLEN_RENYI || this == KEYLEN_RENYI_VARIABLE;
    }

    /** Whether it covers settings that each side draws alone, with the mismatches dropped. */
    public boolean coversIndependentChoice() {
        return this == KEYLEN_RENYI || this == KEYLEN_RENYI_VARIABLE || this == KEYLEN_NOSIGNAL;
    }

    /**
     * Chooses the free parameters on the honest model.
     *
     * @param expectedLostTestRounds how many an honest device loses on average; matters for
     *     variable lengths only
     * @throws IllegalArgumentException if the block is another protocol's, or preprocessed or
     *     sifted though the theorem does not cover that
     */
    public ChosenParameters optimise(BlockTerms terms, long expectedLostTestRounds) {
        if (this == KEYLEN_NOSIGNAL || !certifies()) {
            return new KeylenNoSignal.NoFreeParameters();
        }
        BlockParameters block = chsh(terms);
        double p = block.flipProbability();
        return switch (this) {
            case KEYLEN_RENYI -> KeylenRenyi.optimise(block, p);
            case KEYLEN_RENYI_VARIABLE -> KeylenRenyi.optimise(block, p, expectedLostTestRounds);
            default -> KeylenEatOxford.optimise(block);
        };
    }

    /**
     * The key length of an accepted block.
     *
     * @param announcedLostTestRounds what Bob announced; present for variable lengths only
     * @throws IllegalArgumentException if the parameters are those of another theorem or do not fit
     *     the epsilon budget, or if the announcement is missing or too much
     */
    public KeyLength keyLength(
            BlockTerms terms, ChosenParameters chosen, OptionalLong announcedLostTestRounds) {
        if (announcedLostTestRounds.isPresent() != variableLength) {
            throw new IllegalArgumentException(
                    "announcedLostTestRounds: %s; %s takes %s"
                            .formatted(
                                    announcedLostTestRounds,
                                    claimId,
                                    variableLength ? "a number" : "none"));
        }
        if (!certifies()) {
            return new KeyLength.None(
                    claimId, "no key because there is no finite-size theorem for this score");
        }
        return switch (chosen) {
            case KeylenNoSignal.NoFreeParameters none
                    when this == KEYLEN_NOSIGNAL && terms instanceof NoSignalBlock block ->
                    KeylenNoSignal.keyLength(block, announcedLostTestRounds.getAsLong());
            case KeylenEatOxford.FreeParameters free when this == KEYLEN_EAT_OXFORD ->
                    KeylenEatOxford.keyLength(chsh(terms), free);
            case KeylenRenyi.FreeParameters free when this == KEYLEN_RENYI ->
                    KeylenRenyi.keyLength(chsh(terms), chsh(terms).flipProbability(), free);
            case KeylenRenyi.FreeParameters free when this == KEYLEN_RENYI_VARIABLE ->
                    KeylenRenyi.variableKeyLength(
                            chsh(terms),
                            chsh(terms).flipProbability(),
                            free,
                            announcedLostTestRounds.getAsLong());
            default ->
                    throw new IllegalArgumentException(
                            "freeParameters: %s; not those of %s".formatted(chosen, claimId));
        };
    }

    private BlockParameters chsh(BlockTerms terms) {
        if (!(terms instanceof BlockParameters block)) {
            throw new IllegalArgumentException(
                    "%s is about blocks of the CHSH protocol".formatted(claimId));
        }
        if (block.flipProbability() > 0 && !coversPreprocessing()) {
            throw new IllegalArgumentException(
                    "flipProbability: %s; %s covers no noisy preprocessing, limit 0"
                            .formatted(block.flipProbability(), claimId));
        }
        if (block.independentChoice() && !coversIndependentChoice()) {
            throw new IllegalArgumentException(
                    "settingChoice: independent; %s covers announced test rounds only"
                            .formatted(claimId));
        }
        return block;
    }
}
