package io.bellwether.securityproof;

import java.util.OptionalLong;

/** The finite-size theorems that may size the key of a CHSH block. */
public enum Theorem {
    /** Proposition 2 of the supplement of Nadlinger et al., Nature 607, 682 (2022). */
    KEYLEN_EAT_OXFORD(KeylenEatOxford.CLAIM_ID, KeylenEatOxford.ASSUMPTIONS, false),

    /** {@link KeylenRenyi}, one length for every accepted block. Not peer reviewed. */
    KEYLEN_RENYI(KeylenRenyi.CLAIM_ID, KeylenRenyi.ASSUMPTIONS, false),

    /** {@link KeylenRenyi}, a length for each number of lost test rounds. Not peer reviewed. */
    KEYLEN_RENYI_VARIABLE(KeylenRenyi.VARIABLE_CLAIM_ID, KeylenRenyi.ASSUMPTIONS, true);

    /** The daemons add no noise of their own. */
    private static final double NO_PREPROCESSING = 0;

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

    /**
     * Chooses the free parameters on the honest model.
     *
     * @param expectedLostTestRounds how many an honest device loses on average; matters for
     *     variable lengths only
     */
    public ChosenParameters optimise(BlockParameters block, long expectedLostTestRounds) {
        return switch (this) {
            case KEYLEN_EAT_OXFORD -> KeylenEatOxford.optimise(block);
            case KEYLEN_RENYI -> KeylenRenyi.optimise(block, NO_PREPROCESSING);
            case KEYLEN_RENYI_VARIABLE ->
                    KeylenRenyi.optimise(block, NO_PREPROCESSING, expectedLostTestRounds);
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
            BlockParameters block, ChosenParameters chosen, OptionalLong announcedLostTestRounds) {
        if (announcedLostTestRounds.isPresent() != variableLength) {
            throw new IllegalArgumentException(
                    "announcedLostTestRounds: %s; %s takes %s"
                            .formatted(
                                    announcedLostTestRounds,
                                    claimId,
                                    variableLength ? "a number" : "none"));
        }
        return switch (chosen) {
            case KeylenEatOxford.FreeParameters free when this == KEYLEN_EAT_OXFORD ->
                    KeylenEatOxford.keyLength(block, free);
            case KeylenRenyi.FreeParameters free when this == KEYLEN_RENYI ->
                    KeylenRenyi.keyLength(block, NO_PREPROCESSING, free);
            case KeylenRenyi.FreeParameters free when this == KEYLEN_RENYI_VARIABLE ->
                    KeylenRenyi.variableKeyLength(
                            block, NO_PREPROCESSING, free, announcedLostTestRounds.getAsLong());
            default ->
                    throw new IllegalArgumentException(
                            "freeParameters: %s; not those of %s".formatted(chosen, claimId));
        };
    }
}
