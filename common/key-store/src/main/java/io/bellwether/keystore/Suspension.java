package io.bellwether.keystore;

/** Why a store hands nothing out. */
public enum Suspension {
    /** It was restored from a backup and has not met its peer since. */
    RESTORED,
    /** Its peer knows of keys that it does not know of: it was put back to an older state. */
    PUT_BACK
}
