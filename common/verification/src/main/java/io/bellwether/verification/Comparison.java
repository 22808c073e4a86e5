package io.bellwether.verification;

/** Bob's verdict on his corrected key. */
public sealed interface Comparison {
    /** The tags agree. */
    record Equal(VerifiedKey key) implements Comparison {}

    /** The keys differ for certain. */
    record Different() implements Comparison {}
}
