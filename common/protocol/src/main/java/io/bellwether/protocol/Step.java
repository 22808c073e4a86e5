package io.bellwether.protocol;

/** The steps of a block (protocol, section 1), as an operator sees them. */
public enum Step {
    PROPOSE,
    MEASURE,
    ANNOUNCE,
    CORRECT,
    VERIFY,
    ESTIMATE,
    AUTHENTICATE,
    AMPLIFY,
    COMMIT
}
