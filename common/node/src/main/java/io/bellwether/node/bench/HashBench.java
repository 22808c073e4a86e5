package io.bellwether.node.bench;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.gf2.FastToeplitzProduct;
import io.bellwether.gf2.ToeplitzProduct;
import io.bellwether.verification.Verification;

import java.util.Optional;

/** Times the two hashes of the distillation: of the verification and of the amplification. */
public final class HashBench {
    /** What is hashed does not change how long it takes. */
    private static final long SEED = 1;

    private HashBench() {}

    /**
     * The Toeplitz product that amplifies a key, and the same by gf2x.
     *
     * @param gf2x empty if it is not installed
     */
    public record Amplification(Timings own, Optional<Gf2x> gf2x) {}

    /**
     * @param library the file that was measured
     */
    public record Gf2x(String library, Timings timings) {}

    /** Times the verification's tag over a key of this length. */
    public static Timings verification(long keyBits, double seconds) {
        var simulated = new SimulatedKeys(SEED);
        var key = new SecretBits(simulated.bits(keyBits));
        BitArray seed = simulated.bits(Verification.seedBits(keyBits));
        return Timings.of(() -> Verification.challenge(key, seed), seconds);
    }

    /** Times the hash of {@code keyBits} to {@code outputBits}. */
    public static Amplification amplification(
            long keyBits, long outputBits, Workers workers, double seconds) {
        var simulated = new SimulatedKeys(SEED);
        BitArray key = simulated.bits(keyBits);
        BitArray diagonals = simulated.bits(ToeplitzProduct.diagonalBits(outputBits, keyBits));
        Timings own =
                Timings.of(
                        () -> FastToeplitzProduct.multiply(diagonals, key, outputBits, workers),
                        seconds);
        Optional<Gf2x> gf2x =
                Gf2xPeer.find()
                        .map(peer ->
                                new Gf2x(
                                        peer.library(),
                                        peer.time(diagonals.words(), key.words(), seconds)));
        return new Amplification(own, gf2x);
    }
}
