package io.bellwether.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.util.Collection;

class BenchmarksTest {
    @Test
    @DisplayName(
            "every benchmark of a kernel runs, on little input and without a statement of time")
    void smoke() throws RunnerException {
        Collection<RunResult> results =
                new Runner(
                                new OptionsBuilder()
                                        .include("io.bellwether.benchmarks")
                                        .param("bits", "20000")
                                        .forks(0)
                                        .warmupIterations(0)
                                        .measurementIterations(1)
                                        .measurementTime(TimeValue.milliseconds(1))
                                        .shouldFailOnError(true)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .run();
        assertThat(results.stream().map(result -> result.getParams().getBenchmark()).distinct())
                .extracting(name -> name.substring(name.lastIndexOf('.') + 1))
                .containsExactlyInAnyOrder(
                        "hash",
                        "hashModified",
                        "syndrome",
                        "decode",
                        "verification",
                        "authentication",
                        "scalarToeplitz",
                        "transformedToeplitz",
                        "carrylessLow",
                        "field128");
    }
}
