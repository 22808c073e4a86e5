package io.bellwether.node.cli;

import io.bellwether.keystore.StoreLocation;
import io.bellwether.node.bench.FrontEndsBench;
import io.bellwether.node.entropy.NodeEntropy;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of {@code bellwether bench delivery} about front ends on one PostgreSQL. */
final class BenchFrontEnds {
    @Option(
            names = "--front-ends",
            split = ",",
            paramLabel = "N",
            description =
                    "instead: enc_keys of so many front ends, processes of their own, on the"
                            + " PostgreSQL of --database; several numbers, one after the other,"
                            + " each 1 to 16 (default: none)")
    private List<Integer> counts = List.of();

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "with --front-ends: jdbc:postgresql://host/db?user=..., without a store; its"
                            + " tables are made and stay")
    private String database;

    @Option(
            names = "--limit-front-ends",
            paramLabel = "COMMAND",
            description =
                    "with --front-ends: run with each front end's process id behind it, once that"
                            + " is warm; for a trend that a machine with few processors can show:"
                            + " 'deploy/tools/limit-cpu.sh 0.25'")
    private String limit;

    boolean asked() {
        return !counts.isEmpty();
    }

    void require(CommandSpec spec) {
        if (counts.stream().anyMatch(count -> count < 1 || count > 16)) {
            throw new ParameterException(
                    spec.commandLine(), "--front-ends: %s; limit 1 to 16 each".formatted(counts));
        }
        if (asked() && database == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--database: missing; limit the URL of a PostgreSQL, with --front-ends");
        }
    }

    Optional<StoreLocation.PostgresServer> database(CommandSpec spec) {
        try {
            return Optional.ofNullable(database)
                    .map(url ->
                            new StoreLocation.PostgresServer(
                                    url, Optional.empty(), Optional.empty()));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--database: " + e.getMessage());
        }
    }

    /**
     * @param launcher starts a front end
     * @param pair made by {@code bellwether init}
     */
    Answer measure(CommandSpec spec, String launcher, Path pair, int connections, double seconds)
            throws Exception {
        List<String> serve =
                List.of(launcher, "bench", "delivery", "--serve=" + pair, "--database=" + database);
        var answer = new Answer().put("connections", connections).put("seconds", seconds);
        if (limit != null) {
            answer.put("limitedBy", limit);
        }
        try (var bench =
                new FrontEndsBench(
                        pair,
                        database(spec).orElseThrow(),
                        serve,
                        limit == null ? List.of() : List.of(limit.trim().split(" +")),
                        connections,
                        seconds,
                        NodeEntropy.fromOperatingSystem())) {
            List<Answer> all = new ArrayList<>();
            for (int count : counts) {
                FrontEndsBench.Measured measured = bench.measure(count);
                all.add(
                        new Answer()
                                .put("frontEnds", measured.frontEnds())
                                .put("requestsPerSecond", measured.requestsPerSecond())
                                .put("p50Millis", measured.p50Millis())
                                .put("p99Millis", measured.p99Millis())
                                .put("frontEndCpuMicrosPerRequest", measured.frontEndCpuMicros())
                                .put("errors", measured.errors()));
            }
            return answer.put("encKeys", all);
        }
    }
}
