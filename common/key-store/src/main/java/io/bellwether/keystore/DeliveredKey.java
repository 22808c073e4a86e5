package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretBits;

/**
 * A key on its way out; the receiver erases the bits when the answer is written.
 *
 * @param reservation what the key is bound to
 */
public record DeliveredKey(Reservation reservation, SecretBits bits) {
    public KeyId keyId() {
        return reservation.keyId();
    }
}
