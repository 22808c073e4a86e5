package io.bellwether.benchmarks;

import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.Decoding;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.errorcorrection.SyndromeCode;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.SecretBits;

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

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Both halves of error correction, for a key seen through a binary symmetric channel. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class CorrectionBenchmark {
    private static final int BLOCKS = 8;

    @Param("1000000")
    public int bits;

    @Param({"0.0144", "0.05"})
    public double flipProbability;

    private final SecretBits[] alice = new SecretBits[BLOCKS];
    private final SecretBits[] bob = new SecretBits[BLOCKS];
    private final BitArray[] syndromes = new BitArray[BLOCKS];
    private SyndromeCode code;
    private int next;

    @Setup
    public void draw() {
        code =
                SyndromeCode.of(
                        CodeSelection.choose(bits, List.of(new NoiseClass(1, flipProbability))));
        var random = new SplittableRandom(1);
        for (int block = 0; block < BLOCKS; block++) {
            BitArray key = RandomBits.of(random, bits);
            BitArray noisy = key.copy();
            for (int i = 0; i < bits; i++) {
                if (random.nextDouble() < flipProbability) {
                    noisy.set(i, !noisy.get(i));
                }
            }
            alice[block] = new SecretBits(key);
            bob[block] = new SecretBits(noisy);
            syndromes[block] = code.syndrome(alice[block]);
        }
    }

    private int nextBlock() {
        next = (next + 1) % BLOCKS;
        return next;
    }

    /** What Alice publishes. */
    @Benchmark
    public BitArray syndrome() {
        return code.syndrome(alice[nextBlock()]);
    }

    /** What Bob does with it. */
    @Benchmark
    public Decoding decode() {
        int block = nextBlock();
        return code.decode(syndromes[block], bob[block], bit -> flipProbability);
    }
}
