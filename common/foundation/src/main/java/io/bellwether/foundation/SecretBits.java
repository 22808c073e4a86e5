package io.bellwether.foundation;

/**
 * Bits that must not leave the node: raw outcomes, keys, the authentication pool. There is no
 * {@code toString} that shows them and no {@code equals}; they are read with a {@link SecretAccess}
 * and erased when no longer needed.
 */
public final class SecretBits implements AutoCloseable {
    private final BitArray bits;
    private boolean erased;

    /** Takes over {@code bits} without copying; the caller must not keep them. */
    public SecretBits(BitArray bits) {
        this.bits = bits;
    }

    public long length() {
        return bits.length();
    }

    /**
     * The live bits.
     *
     * @throws IllegalStateException if they have been erased
     */
    public BitArray read(SecretAccess access) {
        if (erased) {
            throw new IllegalStateException("secret bits were erased before: " + access.purpose());
        }
        return bits;
    }

    /** Overwrites the bits; reading them afterwards fails. */
    public void erase() {
        bits.clear();
        erased = true;
    }

    @Override
    public void close() {
        erase();
    }

    /** The length only. */
    @Override
    public String toString() {
        return "SecretBits[" + bits.length() + " bits]";
    }
}
