package io.bellwether.verification;

import io.bellwether.foundation.SecretBits;

/**
 * A key that verification has found equal to the peer's, except with the probability of {@link
 * Verification#failureBound}. Only this package makes one, so that no later stage can be given a
 * key that was not verified.
 */
public final class VerifiedKey {
    private final SecretBits bits;

    VerifiedKey(SecretBits bits) {
        this.bits = bits;
    }

    public SecretBits bits() {
        return bits;
    }
}
