package io.bellwether.foundation;

import java.util.UUID;

/** The identity of a delivered key (a version 4 UUID in ETSI GS QKD 014), the same at both ends. */
public record KeyId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
