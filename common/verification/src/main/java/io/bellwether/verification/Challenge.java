package io.bellwether.verification;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

/** Alice's side of a verification: the tag she publishes, and her key until Bob has answered. */
public final class Challenge {
    private final SecretBits key;
    private final BitArray tag;

    Challenge(SecretBits key, BitArray tag) {
        this.key = key;
        this.tag = tag;
    }

    /** {@link Verification#tagBits()} bits, public and counted as leaked. */
    public BitArray tag() {
        return tag.copy();
    }

    /** To be called only after Bob's authenticated message that his tag agrees. */
    public VerifiedKey confirmedByPeer() {
        return new VerifiedKey(key);
    }
}
