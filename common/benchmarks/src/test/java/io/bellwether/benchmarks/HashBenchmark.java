package io.bellwether.benchmarks;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;
import io.bellwether.verification.Challenge;
import io.bellwether.verification.Verification;

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

/** The two polynomial hashes: of a corrected key, and of a transcript of as many bits. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HashBenchmark {
    @Param("8388608")
    public int bits;

    private SecretBits key;
    private BitArray seed;
    private byte[] transcript;
    private BitArray macKey;

    @Setup
    public void draw() {
        var random = new SplittableRandom(4);
        BitArray drawn = RandomBits.of(random, bits);
        transcript = drawn.toBytes();
        key = new SecretBits(drawn);
        seed = RandomBits.of(random, Verification.seedBits(bits));
        macKey = RandomBits.of(random, TranscriptMac.KEY_BITS);
    }

    /** Alice's tag of her key. */
    @Benchmark
    public Challenge verification() {
        return Verification.challenge(key, seed);
    }

    /** The tag of a transcript. */
    @Benchmark
    public byte[] authentication() {
        var mac = new TranscriptMac(new SecretBits(macKey.copy()));
        mac.update(transcript);
        return mac.tag();
    }
}
