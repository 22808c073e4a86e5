package io.bellwether.protocol;

/**
 * How the bits of a finished key are divided, the same at both ends: first the stream for requests
 * at Alice's end, then the one for requests at Bob's end, last the bits that refill the
 * authentication pool. All in whole bytes; up to seven bits at the end of the key stay unused.
 */
public record KeyPartition(long aliceStreamBits, long bobStreamBits, long refillBits) {
    /** A refill comes in whole granules of the pool, the same number for each direction. */
    public static final int REFILL_GRANULE_BITS = 256;

    /** The largest refill that a share of a key allows. */
    static long maxRefillBits(long keyBits, double refillShare) {
        return (long) (keyBits * refillShare) / REFILL_GRANULE_BITS * REFILL_GRANULE_BITS;
    }

    static KeyPartition of(long keyBits, long refillBits, double aliceShare) {
        long bytes = (keyBits - refillBits) / 8;
        long aliceBytes = (long) (bytes * aliceShare);
        return new KeyPartition(aliceBytes * 8, (bytes - aliceBytes) * 8, refillBits);
    }

    /** Bits that applications can fetch. */
    public long deliverableBits() {
        return aliceStreamBits + bobStreamBits;
    }
}
