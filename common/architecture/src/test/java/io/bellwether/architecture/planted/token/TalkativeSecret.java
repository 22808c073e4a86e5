package io.bellwether.architecture.planted.token;

import io.bellwether.foundation.BitArray;

import java.util.Arrays;

/** A secret that shows itself and lets itself be compared bit by bit. */
public record TalkativeSecret(BitArray bits) {
    @Override
    public boolean equals(Object other) {
        return other instanceof TalkativeSecret secret
                && Arrays.equals(bits.words(), secret.bits.words());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bits.words());
    }

    @Override
    public String toString() {
        return Arrays.toString(bits.words());
    }
}
