package io.bellwether.node.cli;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.node.ExitCode;
import io.bellwether.node.bench.DeliveryBench;
import io.bellwether.node.bench.DeliveryBench.Measured;
import io.bellwether.node.entropy.NodeEntropy;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.init.InitialisationPlan.Application;
import io.bellwether.node.init.InitialisationResult;
import io.bellwether.node.init.Ports;
import io.bellwether.node.loopback.TemporaryFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code bellwether bench delivery}. */
@Command(
        name = "delivery",
        mixinStandardHelpOptions = true,
        description = {
            "Requests per second of ETSI GS QKD 014 over kept-alive mutual TLS 1.3 with SQLite,"
                    + " beside a plain Netty",
            "handler that answers a constant; load generator and server share this machine and"
                    + " this process. Every key",
            "is durable before its answer. Compare ratios of one run."
        })
final class BenchDeliveryCommand implements Callable<Integer> {
    /** Requests per second that no machine of two cores reaches: bounds what is filled in. */
    private static final int MOST_REQUESTS_PER_SECOND = 12_000;

    @Spec private CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "of each stretch; three a method")
    private double seconds;

    @Option(names = "--connections", defaultValue = "32", description = "kept alive")
    private int connections;

    @Option(
            names = "--with-peer-store",
            description = "the other end's store is in this process, too, and records every key")
    private boolean withPeerStore;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        require(seconds >= 0.1 && seconds <= 600, "seconds", seconds, "0.1 to 600");
        require(connections >= 1 && connections <= 5000, "connections", connections, "1 to 5000");
        Path folder = Files.createTempDirectory("bellwether-bench-");
        try {
            Path pair = initialise(folder.resolve("pair"));
            try (var bench = new DeliveryBench(pair, connections, seconds, withPeerStore)) {
                long keys = (long) (seconds * MOST_REQUESTS_PER_SECOND);
                bench.fill(NodeEntropy.fromOperatingSystem(), 5 * keys);
                Measured limit = bench.limit();
                var answer =
                        new Answer()
                                .put("connections", connections)
                                .put("seconds", seconds)
                                .put("peerStore", withPeerStore);
                put(answer, "limit", limit, limit);
                put(answer, "status", bench.status(), limit);
                put(answer, "encKeys", bench.encKeys(), limit);
                put(answer, "decKeys", bench.decKeys((int) (2.5 * keys)), limit);
                answer.print(spec.commandLine().getOut(), json);
            }
            return ExitCode.OK.code();
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private static void put(Answer answer, String name, Measured figures, Measured limit) {
        answer.put(
                name,
                new Answer()
                        .put("requestsPerSecond", figures.requestsPerSecond())
                        .put("ofLimit", figures.requestsPerSecond() / limit.requestsPerSecond())
                        .put("p50Millis", figures.p50Millis())
                        .put("p99Millis", figures.p99Millis())
                        .put("p99MillisAtHalfLoad", figures.p99MillisAtHalfLoad())
                        .put("errors", figures.errors()));
    }

    private static Path initialise(Path folder) throws IOException, GeneralSecurityException {
        InitialisationPlan plan =
                new InitialisationPlan(
                        folder,
                        InitialisationPlan.MINIMUM_POOL_BITS,
                        InitialisationPlan.DEFAULT_HOST,
                        InitialisationPlan.DEFAULT_HOST,
                        Ports.STANDARD,
                        List.of(
                                new Application(new SaeId("app-alice"), End.ALICE),
                                new Application(new SaeId("app-here"), End.ALICE),
                                new Application(new SaeId("app-bob"), End.BOB)),
                        1,
                        Map.of());
        if (Initialisation.run(plan, new SecureRandom(), Instant.now())
                instanceof InitialisationResult.Refused refused) {
            throw new Refused(ExitCode.FAILED, refused.reason());
        }
        return folder;
    }

    private void require(boolean holds, String name, Object value, String limit) {
        if (!holds) {
            throw new ParameterException(
                    spec.commandLine(), "--%s: %s; limit %s".formatted(name, value, limit));
        }
    }
}
