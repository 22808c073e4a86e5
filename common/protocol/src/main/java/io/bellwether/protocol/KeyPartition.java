package io.bellwether.protocol;

/**
 * How the bits of a finished key are divided, the same at both ends: first the stream for requests
 * at Alice's end, then the one for requests at Bob's end, last the bits that refill the
 * authentication pool. All in whole bytes; up to seven bits at the end of the key stay unused.
 */
public record KeyPartition(long aliceStreamBits, long bobStreamBits, long refillBits) {
    static KeyPartition of(long keyBits, double refillShare, double aliceShare) {
        long bytes = keyBits / 8;
        // Two halves of whole bytes, because the pool has two directions.
        long refillBytes = (long) (bytes * refillShare) / 2 * 2;
        long aliceBytes = (long) ((bytes - refillBytes) * aliceShare);
        return new KeyPartition(
                aliceBytes * 8, (bytes - refillBytes - aliceBytes) * 8, refillBytes * 8);
    }

    /** Bits that applications can fetch. */
    public long deliverableBits() {
        return aliceStreamBits + bobStreamBits;
    }
}
