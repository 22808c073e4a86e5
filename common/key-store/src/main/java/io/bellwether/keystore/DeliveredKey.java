package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SecretBits;

/** A key on its way out; the receiver erases the bits when the answer is written. */
public record DeliveredKey(KeyId keyId, SecretBits bits) {}
