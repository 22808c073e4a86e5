package io.bellwether.benchmarks;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.CarrylessProduct;
import io.bellwether.gf2.FastToeplitzProduct;
import io.bellwether.gf2.Field128;
import io.bellwether.gf2.ToeplitzProduct;

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

/** Products over GF(2): the scalar specification beside the transform, and what they stand on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ScalarProductBenchmark {
    @Param("131072")
    public int bits;

    private BitArray vector;
    private BitArray diagonals;
    private Field128 a;
    private Field128 b;

    @Setup
    public void draw() {
        var random = new SplittableRandom(3);
        vector = RandomBits.of(random, bits);
        diagonals = RandomBits.of(random, ToeplitzProduct.diagonalBits(bits, bits));
        a = new Field128(random.nextLong(), random.nextLong());
        b = new Field128(random.nextLong(), random.nextLong());
    }

    /** A square matrix times a vector, word by word. */
    @Benchmark
    public BitArray scalarToeplitz() {
        return ToeplitzProduct.multiply(diagonals, vector, bits);
    }

    /** The same by additive Fourier transform. */
    @Benchmark
    public BitArray transformedToeplitz() {
        return FastToeplitzProduct.multiply(diagonals, vector, bits);
    }

    /** Two words, low half. */
    @Benchmark
    public long carrylessLow() {
        return CarrylessProduct.low(a.low(), b.low());
    }

    /** Two elements of GF(2^128). */
    @Benchmark
    public Field128 field128() {
        return a.times(b);
    }
}
