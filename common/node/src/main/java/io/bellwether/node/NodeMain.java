package io.bellwether.node;

import io.bellwether.foundation.End;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.config.IdentityConfiguration;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.config.Problem;
import io.bellwether.protocol.BlockPlan;

import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What the two daemons' mains share: arguments, configuration, waiting, exit codes. */
public final class NodeMain {
    /** What a composition root makes. */
    @FunctionalInterface
    public interface Root {
        RunningNode start(NodeConfiguration configuration, BlockPlan plan) throws Exception;
    }

    /** A started node. */
    public interface RunningNode extends AutoCloseable {
        /** Waits until the node fails or is told to stop. */
        Optional<Throwable> awaitEnd() throws InterruptedException;

        void stop();

        @Override
        void close();
    }

    private final End end;
    private final Root root;
    private final PrintStream errors;

    public NodeMain(End end, Root root) {
        this.end = end;
        this.root = root;
        this.errors = System.err;
    }

    /** Runs the daemon to its end; the exit code. */
    public int run(String... arguments) {
        String name = end.name().toLowerCase(java.util.Locale.ROOT);
        if (arguments.length != 1 || arguments[0].startsWith("-")) {
            boolean asked = List.of(arguments).equals(List.of("--help"));
            (asked ? System.out : errors).print(help(name));
            return (asked ? ExitCode.OK : ExitCode.USAGE).code();
        }
        try {
            VectorModule.load();
        } catch (IllegalStateException e) {
            errors.println(e.getMessage());
            return ExitCode.CONFIGURATION.code();
        }
        // the plan below keeps one processor busy
        BegunEarly.begin(NodeMain::loadWhatEveryNodeNeeds);
        return run(Path.of(arguments[0])).code();
    }

    private static String help(String name) {
        return """
        usage: bellwether %1$s CONFIGURATION.yml

        Runs this end's daemon in the foreground, until it is stopped (Ctrl-C, SIGTERM) or fails.
        `bellwether init` makes a configuration with all that it names; conf/%1$s.full.yml
        explains every field, with unit, limits and default. All problems of a configuration are
        reported at once. The log goes to standard error; BELLWETHER_LOG=DEBUG makes it say more.

        Example:
          bellwether init pair
          bellwether %1$s pair/%1$s/bellwether.yml

        Exit codes:
          0    stopped as told
          64   the command line is wrong
          70   failed; somebody has to look
          75   held by another process, or not reachable; starting again may help
          78   the configuration is invalid, or no key can come of it
        """
                .formatted(name);
    }

    /** Logging and TLS, which take as long to load as the plan to compute. */
    private static SSLContext loadWhatEveryNodeNeeds() throws GeneralSecurityException {
        LoggerFactory.getLogger(NodeMain.class);
        KeyFactory.getInstance("EC");
        CertificateFactory.getInstance("X.509");
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[0], new TrustManager[0], null);
        return context;
    }

    private ExitCode run(Path file) {
        return ConfigurationReader.isFrontEnd(file)
                ? switch (ConfigurationReader.readFrontEnd(file)) {
                    case FrontEndConfiguration.Result.Rejected(var problems) ->
                            refuse(file, problems);
                    case FrontEndConfiguration.Result.Loaded(var configuration) ->
                            isThisEnd(configuration.node())
                                    ? runToEnd(() -> FrontEnd.start(configuration))
                                    : ExitCode.CONFIGURATION;
                }
                : switch (ConfigurationReader.read(file)) {
                    case ConfigurationResult.Rejected(var problems) -> refuse(file, problems);
                    case ConfigurationResult.Loaded(var configuration) ->
                            isThisEnd(configuration.node())
                                    ? start(configuration)
                                    : ExitCode.CONFIGURATION;
                };
    }

    private ExitCode refuse(Path file, List<Problem> problems) {
        problems.forEach(problem -> errors.println(file + ": " + problem.describe()));
        return ExitCode.CONFIGURATION;
    }

    private boolean isThisEnd(IdentityConfiguration node) {
        if (node.end() != end) {
            errors.printf("node.end: %s; this is the daemon of %s%n", node.end(), end);
        }
        return node.end() == end;
    }

    private ExitCode start(NodeConfiguration configuration) {
        BlockPlan plan;
        try {
            plan = NodeSettings.plan(configuration);
        } catch (IllegalArgumentException e) {
            errors.println("protocol: " + e.getMessage());
            return ExitCode.CONFIGURATION;
        }
        // A replayed experiment is analysed even if it cannot give a key; its blocks end in an
        // abort that says so.
        if (plan.noKeyReason().isPresent() && !NodeSettings.isRecorded(configuration)) {
            errors.println("protocol: " + plan.noKeyReason().get());
            return ExitCode.CONFIGURATION;
        }
        return runToEnd(() -> root.start(configuration, plan));
    }

    private ExitCode runToEnd(Callable<RunningNode> root) {
        var closed = new CountDownLatch(1);
        try (RunningNode node = root.call()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(node, closed)));
            Optional<Throwable> failure = node.awaitEnd();
            failure.ifPresent(cause -> errors.println("the node failed: " + cause));
            return failure.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
        } catch (KeyStoreException | IOException | UncheckedIOException e) {
            errors.println(e.getMessage());
            return ExitCode.UNAVAILABLE;
        } catch (Exception e) {
            errors.println("cannot start: " + e);
            return ExitCode.FAILED;
        } finally {
            closed.countDown();
        }
    }

    /**
     * On SIGTERM: the block under way is aborted, everything is closed, and only then the process
     * ends.
     */
    private static void stopAndWait(RunningNode node, CountDownLatch closed) {
        node.stop();
        try {
            if (!closed.await(30, TimeUnit.SECONDS)) {
                System.err.println("stopping took longer than 30 s; ending anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
