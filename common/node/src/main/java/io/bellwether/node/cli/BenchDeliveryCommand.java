package io.bellwether.node.cli;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.node.ExitCode;
import io.bellwether.node.bench.BenchedServer;
import io.bellwether.node.bench.DeliveryBench;
import io.bellwether.node.bench.DeliveryBench.Measured;
import io.bellwether.node.bench.ForcedWrites;
import io.bellwether.node.bench.IdleConnections;
import io.bellwether.node.entropy.NodeEntropy;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.init.InitialisationPlan.Application;
import io.bellwether.node.init.InitialisationResult;
import io.bellwether.node.init.Ports;
import io.bellwether.node.loopback.TemporaryFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.OutputStream;
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
                    + " beside a plain Netty handler that answers a constant.",
            "Load generator and server share this machine and this process. Every key is durable"
                    + " before its answer. Compare ratios of one run: ofLimit is the share of that"
                    + " handler's requests/s, goalOfLimit and goalP99MillisAtHalfLoad what was"
                    + " aimed at on two processors. About a minute and a half.",
            ""
        })
final class BenchDeliveryCommand implements Callable<Integer> {
    // the goals that were set: "enc_keys at no less than 25 % of the limit's requests/s and p99
    // under 20 ms at half load; status at no less than 60 %"
    private static final double STATUS_OF_LIMIT = 0.60;
    private static final double ENC_KEYS_OF_LIMIT = 0.25;
    private static final int P99_MILLIS = 20;

    @Spec private CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description =
                    "of each stretch; three a method, or more until the compiler is at rest, 0.1"
                            + " to 600 (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--connections",
            defaultValue = "64",
            description =
                    "kept alive, each with one request under way; fewer than 64 leave processors"
                            + " idle, 1 to 5000 (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--with-peer-store",
            description = "the other end's store is in this process, too, and records every key")
    private boolean withPeerStore;

    @Option(
            names = "--idle",
            description =
                    "instead: so many connections to a server in a process of its own that say"
                            + " nothing, its resident memory, and whether each is answered in the"
                            + " end; 200 to 15000, and no more than ulimit -n allows")
    private Integer idle;

    @Option(
            names = "--idle-heap",
            defaultValue = "600m",
            description = "of that server (default: ${DEFAULT-VALUE})")
    private String idleHeap;

    @Mixin private BenchFrontEnds frontEnds;

    @Option(names = "--serve", hidden = true, description = "that server: the pair's folder")
    private Path serve;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        require(seconds >= 0.1 && seconds <= 600, "seconds", seconds, "0.1 to 600");
        require(connections >= 1 && connections <= 5000, "connections", connections, "1 to 5000");
        frontEnds.require(spec);
        if (serve != null) {
            return serve();
        }
        Path folder = Files.createTempDirectory("bellwether-bench-");
        try {
            Path pair = initialise(folder.resolve("pair"));
            if (idle != null) {
                return idle(pair);
            }
            if (frontEnds.asked()) {
                frontEnds
                        .measure(spec, launcher("--front-ends"), pair, connections, seconds)
                        .print(spec.commandLine().getOut(), json);
                return ExitCode.OK.code();
            }
            methods(pair, folder);
            return ExitCode.OK.code();
        } finally {
            TemporaryFolder.delete(folder);
        }
    }

    private void methods(Path pair, Path folder) throws Exception {
        try (var server = BenchedServer.alone(pair, withPeerStore)) {
            var bench =
                    new DeliveryBench(
                            pair, connections, seconds, server, NodeEntropy.fromOperatingSystem());
            double forcedWriteMillis = ForcedWrites.medianMillis(folder);
            // before and after: what is measured first finds a colder machine
            Measured first = bench.limit();
            Measured status = bench.status();
            Measured encKeys = bench.encKeys();
            Measured encKeysByPost = bench.encKeysByPost();
            Measured decKeys = bench.decKeys();
            Measured decKeysByPost = bench.decKeysByPost();
            Measured last = bench.limit();
            Measured limit = first.requestsPerSecond() > last.requestsPerSecond() ? first : last;
            new Answer()
                    .put("connections", connections)
                    .put("seconds", seconds)
                    .put("peerStore", withPeerStore)
                    .put("forcedWriteMillis", forcedWriteMillis)
                    .put("limit", figures(limit, limit))
                    .put("status", figures(status, limit, STATUS_OF_LIMIT))
                    .put(
                            "encKeys",
                            figures(encKeys, limit, ENC_KEYS_OF_LIMIT)
                                    .put("goalP99MillisAtHalfLoad", P99_MILLIS)
                                    .put(
                                            "p99GoalReached",
                                            encKeys.p99MillisAtHalfLoad() < P99_MILLIS))
                    .put("encKeysByPost", figures(encKeysByPost, limit))
                    .put("decKeys", figures(decKeys, limit))
                    .put("decKeysByPost", figures(decKeysByPost, limit))
                    .print(spec.commandLine().getOut(), json);
        }
    }

    /** Serves until the input ends, which it does with the process that started this one. */
    private int serve() throws IOException {
        try (var server = served()) {
            spec.commandLine().getOut().println(server.port());
            spec.commandLine().getOut().flush();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        return ExitCode.OK.code();
    }

    private BenchedServer served() throws IOException {
        return frontEnds.database(spec).isEmpty()
                ? BenchedServer.alone(serve, false)
                : BenchedServer.frontEnd(serve, frontEnds.database(spec).get());
    }

    private static String launcher(String option) {
        String launcher = System.getProperty("bellwether.launcher");
        if (launcher == null) {
            throw new Refused(ExitCode.FAILED, option + ": start bellwether by its launcher");
        }
        return launcher;
    }

    private int idle(Path pair) throws Exception {
        require(idle >= 200 && idle <= 15_000, "idle", idle, "200 to 15000");
        String launcher = launcher("--idle");
        IdleConnections.Measured measured =
                IdleConnections.measure(
                        pair,
                        List.of(launcher, "bench", "delivery", "--serve", pair.toString()),
                        idleHeap,
                        idle);
        new Answer()
                .put("connections", measured.connections())
                .put("heap", idleHeap)
                .put("openedPerSecond", measured.openedPerSecond())
                .put("residentMiBBefore", measured.residentMiBBefore())
                .put("residentMiB", measured.residentMiB())
                .put("residentMiBAfter", measured.residentMiBAfter())
                .put("kibibytesPerConnection", measured.kibibytesPerConnection())
                .put("answers", measured.answers())
                .put("errors", measured.errors())
                .put("p99Millis", measured.p99Millis())
                .print(spec.commandLine().getOut(), json);
        return ExitCode.OK.code();
    }

    private static Answer figures(Measured figures, Measured limit) {
        return new Answer()
                .put("requestsPerSecond", figures.requestsPerSecond())
                .put("ofLimit", figures.requestsPerSecond() / limit.requestsPerSecond())
                .put("cpuMicrosPerRequest", figures.cpuMicros())
                .put("ofLimitByCpu", limit.cpuMicros() / figures.cpuMicros())
                .put("p50Millis", figures.p50Millis())
                .put("p99Millis", figures.p99Millis())
                .put("p99MillisAtHalfLoad", figures.p99MillisAtHalfLoad())
                .put("errors", figures.errors());
    }

    /** With the share of the limit that is the goal of a method, and whether it was reached. */
    private static Answer figures(Measured figures, Measured limit, double share) {
        return figures(figures, limit)
                .put("goalOfLimit", share)
                .put(
                        "goalReached",
                        figures.requestsPerSecond() >= share * limit.requestsPerSecond());
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
