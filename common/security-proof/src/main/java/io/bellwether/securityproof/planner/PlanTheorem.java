package io.bellwether.securityproof.planner;

import io.bellwether.securityproof.KeylenEatOxford;
import io.bellwether.securityproof.KeylenRenyi;

/** The finite-size theorems for the CHSH protocol, in the order in which they are shown. */
public enum PlanTheorem {
    /** Published and peer reviewed; what the nodes deliver by default. */
    EAT_OXFORD(KeylenEatOxford.CLAIM_ID, KeylenEatOxford.ASSUMPTIONS, true),
    /** Fixed length; the proof is not peer reviewed in this form. */
    RENYI(KeylenRenyi.CLAIM_ID, KeylenRenyi.ASSUMPTIONS, false),
    /** The length follows the observed score; the proof is not peer reviewed in this form. */
    RENYI_VARIABLE(KeylenRenyi.VARIABLE_CLAIM_ID, KeylenRenyi.ASSUMPTIONS, false);

    private final String claimId;
    private final String assumptions;
    private final boolean peerReviewed;

    PlanTheorem(String claimId, String assumptions, boolean peerReviewed) {
        this.claimId = claimId;
        this.assumptions = assumptions;
        this.peerReviewed = peerReviewed;
    }

    /** The ID in {@code claims/}. */
    public String claimId() {
        return claimId;
    }

    /** What the theorem assumes, in words. */
    public String assumptions() {
        return assumptions;
    }

    /** Whether the theorem was published, in this form, in a reviewed journal. */
    public boolean peerReviewed() {
        return peerReviewed;
    }
}
