package io.bellwether.node.cli;

import io.bellwether.errorcorrection.CodeSelection;
import io.bellwether.errorcorrection.NoiseClass;
import io.bellwether.foundation.Workers;
import io.bellwether.node.bench.CorrectionBench;
import io.bellwether.node.bench.HashBench;
import io.bellwether.node.bench.Timings;
import io.bellwether.node.engine.PoolWorkers;
import io.bellwether.node.loopback.TemporaryFolder;
import io.bellwether.verification.Verification;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** {@code bellwether bench}: how fast the distillation is on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        subcommands = BenchDeliveryCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Measures the distillation and the delivery of keys on this machine.",
            "One core unless said. Figures are CPU seconds of the measuring thread, warm; compare"
                    + " ratios of one run.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bellwether bench correction --bits 1000000 --qber 0.0144 --frames 100",
            "  bellwether bench correction --noise 0.95:0.0144,0.05:0.165   key and test rounds",
            "  bellwether bench amplification --bits 1e7 --fraction 0.5   beside gf2x if installed",
            "  bellwether bench verification",
            "  bellwether bench pipeline --rounds 1500000 --json",
            "  bellwether bench delivery --seconds 10 --connections 32"
        })
public final class BenchCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "one of correction, verification, amplification, pipeline, delivery is needed");
    }

    @Command(
            name = "correction",
            mixinStandardHelpOptions = true,
            description = {
                "Corrects simulated keys: efficiency f beside the finite-length limit, failures"
                        + " with a 95%% bound, iterations, speed."
            })
    int correction(
            @Option(
                            names = "--bits",
                            defaultValue = "1000000",
                            description = "of a key, at least 1000 (default: ${DEFAULT-VALUE})")
                    int bits,
            @Option(
                            names = "--qber",
                            defaultValue = "0.0144",
                            description = "error rate, in (0, 0.5) (default: ${DEFAULT-VALUE})")
                    double qber,
            @Option(
                            names = "--noise",
                            description =
                                    "several kinds of rounds instead of one --qber:"
                                            + " fraction:flip,..., e.g. 0.95:0.0144,0.05:0.165")
                    String noise,
            @Option(
                            names = "--frames",
                            defaultValue = "50",
                            description = "keys to correct (default: ${DEFAULT-VALUE})")
                    int frames,
            @Option(names = "--seed", description = "of the noise (default: random)") Long seed,
            @Option(names = "--json", description = "print one JSON object") boolean json) {
        require(bits >= 1000, "bits", bits, "at least 1000");
        require(qber > 0 && qber < 0.5, "qber", qber, "above 0, below 0.5");
        require(frames >= 1, "frames", frames, "at least 1");
        long used = seed == null ? new SecureRandom().nextLong() : seed;
        var line = new CountLine(spec.commandLine().getErr(), "frames", frames);
        List<NoiseClass> classes = noise == null ? List.of(new NoiseClass(1, qber)) : parsed(noise);
        CorrectionBench.Figures f =
                CorrectionBench.measure(bits, classes, frames, used, line::show);
        new Answer()
                .put("bits", bits)
                .put("noise", noise == null ? "1:" + qber : noise)
                .put("seed", used)
                .put("publishedBits", f.code().syndromeBits())
                .put("efficiency", f.efficiency())
                .put("limitEfficiency", f.limitEfficiency())
                .put("frames", f.frames())
                .put("failures", f.failures())
                .put("wrong", f.wrong())
                .put("failureBound95", f.failureBound())
                .put("meanIterations", f.meanIterations())
                .put("cpuSecondsMedian", f.cpuSecondsMedian())
                .put("megabitsPerSecond", f.megabitsPerSecond())
                .print(spec.commandLine().getOut(), json);
        return CommandLine.ExitCode.OK;
    }

    private List<NoiseClass> parsed(String noise) {
        try {
            var classes = new ArrayList<NoiseClass>();
            for (String part : noise.split(",", -1)) {
                String[] values = part.split(":", 2);
                double flip = values.length == 2 ? Double.parseDouble(values[1]) : Double.NaN;
                classes.add(new NoiseClass(Double.parseDouble(values[0]), flip));
            }
            CodeSelection.choose(1, classes);
            return classes;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--noise: %s; limit fraction:flip,... with fractions that add up to 1 (%s)"
                            .formatted(noise, e.getMessage()),
                    e);
        }
    }

    @Command(
            name = "verification",
            mixinStandardHelpOptions = true,
            description = "Hashes a key for verification: speed and failure bound.")
    int verification(
            @Option(
                            names = "--bits",
                            defaultValue = "10000000",
                            description = "of the key (default: ${DEFAULT-VALUE})")
                    long bits,
            @Option(
                            names = "--seconds",
                            defaultValue = "2",
                            description = "to measure (default: ${DEFAULT-VALUE})")
                    double seconds,
            @Option(names = "--json", description = "print one JSON object") boolean json) {
        require(bits >= 1, "bits", bits, "at least 1");
        Timings timings = HashBench.verification(bits, seconds);
        new Answer()
                .put("bits", bits)
                .put("tagBits", Verification.tagBits())
                .put("failureBound", Verification.failureBound(bits))
                .put("cpuSecondsMedian", timings.cpuMedian())
                .put("gigabytesPerSecond", bits / 8e9 / timings.cpuMedian())
                .print(spec.commandLine().getOut(), json);
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "amplification",
            mixinStandardHelpOptions = true,
            description = {
                "Toeplitz hashing of n bits to m, beside gf2x where libgf2x is installed.",
                "Debian's package is built without carry-less multiplication;"
                        + " BELLWETHER_JVM_OPTS=-Dbellwether.gf2x=PATH names another build."
            })
    int amplification(
            @Option(
                            names = "--bits",
                            defaultValue = "1e6",
                            description =
                                    "n, bits of the raw key, 1 to 1e9 (default: ${DEFAULT-VALUE})")
                    double bits,
            @Option(
                            names = "--fraction",
                            defaultValue = "0.5",
                            description = "m / n, in (0, 1] (default: ${DEFAULT-VALUE})")
                    double fraction,
            @Option(
                            names = "--all-cores",
                            description = "one thread a core: then secondsMedian is what counts")
                    boolean allCores,
            @Option(
                            names = "--seconds",
                            defaultValue = "4",
                            description = "to measure each (default: ${DEFAULT-VALUE})")
                    double seconds,
            @Option(names = "--json", description = "print one JSON object") boolean json) {
        require(bits >= 1 && bits <= 1e9, "bits", bits, "1 to 1e9");
        require(fraction > 0 && fraction <= 1, "fraction", fraction, "above 0, to 1");
        long columns = (long) bits;
        long rows = Math.max(1, (long) (bits * fraction));
        HashBench.Amplification measured =
                HashBench.amplification(
                        columns, rows, allCores ? PoolWorkers.COMMON : Workers.ONE, seconds);
        Timings own = measured.own();
        var answer =
                new Answer()
                        .put("bits", columns)
                        .put("rows", rows)
                        .put("workers", allCores ? PoolWorkers.COMMON.count() : 1)
                        .put("secondsMedian", own.median())
                        .put("cpuSecondsMedian", own.cpuMedian())
                        .put("cpuSecondsLeast", own.cpuLeast())
                        .put("firstSeconds", own.first());
        answer.put("gf2x", measured.gf2x().map(HashBench.Gf2x::library).orElse("not installed"));
        measured.gf2x()
                .map(HashBench.Gf2x::timings)
                .ifPresent(theirs ->
                        answer.put("gf2xCpuSecondsMedian", theirs.cpuMedian())
                                .put("timesFaster", theirs.cpuMedian() / own.cpuMedian()));
        answer.print(spec.commandLine().getOut(), json);
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "pipeline",
            mixinStandardHelpOptions = true,
            description = {
                "One block through both daemons and the simulated source, from cold: seconds of"
                        + " each step, peak memory."
            })
    int pipeline(
            @Option(
                            names = "--rounds",
                            defaultValue = "1500000",
                            description = "of the block (default: ${DEFAULT-VALUE})")
                    long rounds,
            @Option(names = "--json", description = "print one JSON object") boolean json)
            throws Exception {
        Path folder = Files.createTempDirectory("bellwether-bench-");
        var physics = new QuickstartPair.Physics("oxford2022", new TreeMap<>(), null, null);
        var settings =
                Map.of(
                        "box.frameRounds", "16384",
                        "protocol.blockRounds", Long.toString(rounds),
                        "protocol.blocks", "1");
        try (var pair =
                QuickstartPair.start(folder, physics, settings, spec.commandLine().getErr())) {
            var block = pair.awaitFirstBlock();
            var steps = new Answer();
            double afterMeasuring = 0;
            for (var step : block.get("stepSeconds").properties()) {
                double seconds = step.getValue().asDouble();
                steps.put(step.getKey(), seconds);
                afterMeasuring +=
                        step.getKey().equals("MEASURE") || step.getKey().equals("PROPOSE")
                                ? 0
                                : seconds;
            }
            new Answer()
                    .put("rounds", rounds)
                    .put("outcome", block.get("outcome").asText())
                    .put("keyBits", block.get("keyBits").asLong())
                    .put("seconds", block.get("seconds").asDouble())
                    .put("secondsAfterMeasuring", afterMeasuring)
                    .put("stepSeconds", steps)
                    .put("peakMemoryMegabytes", pair.peakMemoryMegabytes())
                    .print(spec.commandLine().getOut(), json);
            return CommandLine.ExitCode.OK;
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private void require(boolean holds, String name, Object value, String limit) {
        if (!holds) {
            throw new ParameterException(
                    spec.commandLine(), "--%s: %s; limit %s".formatted(name, value, limit));
        }
    }
}
