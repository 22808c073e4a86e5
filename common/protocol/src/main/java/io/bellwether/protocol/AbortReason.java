package io.bellwether.protocol;

/**
 * Why a block ended without a key. The set is fixed and small, because a reason crosses the link: a
 * single code tells the peer nothing about outcomes beyond what the key length already counts
 * (protocol, section 2).
 */
public enum AbortReason {
    PARAMETERS_DIFFER("the peer proposed other parameters"),
    NO_KEY_LENGTH("the key length theorem gives no key at these parameters"),
    BOX_FAILED("the box was lost or misbehaved"),
    PEER_LOST("the peer was lost"),
    PEER_ABORTED("the peer aborted"),
    NOT_CORRECTED("error correction did not converge"),
    NOT_VERIFIED("the corrected keys differ"),
    TOO_MANY_LOST_ROUNDS(
            "more lost test rounds than the threshold: the score is too low for a key"),
    NOT_AUTHENTICATED("the transcript is not the peer's"),
    PROTOCOL_FAULT("a message that the protocol does not expect here"),
    STORE_FAILED("the key store failed"),
    STOPPED("the node was stopped"),
    MODEL_VIOLATED("the outcomes contradict the model: superquantum score or signalling"),
    BOX_RETIRED("the box has served as many blocks as the reuse policy allows");

    private final String explanation;

    AbortReason(String explanation) {
        this.explanation = explanation;
    }

    /** In words, for an operator. */
    public String explanation() {
        return explanation;
    }
}
