package io.bellwether.benchmarks;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.foundation.Workers;
import io.bellwether.privacyamplification.ToeplitzHash;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Privacy amplification to half the length. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class AmplificationBenchmark {
    @Param({"1000000", "10000000"})
    public int bits;

    private SecretBits key;
    private BitArray seed;
    private BitArray modifiedSeed;

    @Setup
    public void draw() {
        var random = new SplittableRandom(2);
        key = new SecretBits(RandomBits.of(random, bits));
        seed = RandomBits.of(random, ToeplitzHash.seedBits(bits, bits / 2));
        modifiedSeed = RandomBits.of(random, ToeplitzHash.modifiedSeedBits(bits, bits / 2));
    }

    /** The form that the protocol uses. */
    @Benchmark
    public SecretBits hash() {
        return ToeplitzHash.hash(key, seed, bits / 2);
    }

    /** The form (1|T) with a short seed. */
    @Benchmark
    public SecretBits hashModified() {
        return ToeplitzHash.hashModified(key, modifiedSeed, bits / 2, Workers.ONE);
    }
}
