package io.bellwether.keystore;

import io.bellwether.foundation.KeyId;

import java.util.UUID;

/** Fresh key ids. */
final class KeyIds {
    private KeyIds() {}

    static KeyId random() {
        return new KeyId(UUID.randomUUID());
    }
}
