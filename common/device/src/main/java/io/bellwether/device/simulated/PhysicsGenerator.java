package io.bellwether.device.simulated;

import java.util.UUID;

/**
 * The dice of the simulated physics: xoshiro256++ (Blackman and Vigna 2021, ACM TOMS 47, 36). Not
 * cryptographic, and it need not be: it stands for the untrusted world outside the nodes, whose
 * outcomes an adversary is assumed to have prepared. No setting, seed or key is drawn from it.
 */
final class PhysicsGenerator {
    /** The odd constant of splitmix64, 2^64 divided by the golden ratio. */
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;
    private long expansion;

    /** One stream per seed and block, so that a block replays whatever happened before it. */
    PhysicsGenerator(long seed, UUID block) {
        expansion = seed;
        expansion = expand() ^ block.getMostSignificantBits();
        expansion = expand() ^ block.getLeastSignificantBits();
        s0 = expand();
        s1 = expand();
        s2 = expand();
        s3 = expand();
    }

    /** splitmix64, which the authors recommend for filling the state. */
    private long expand() {
        expansion += GOLDEN_GAMMA;
        long z = expansion;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    long next() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }
}
