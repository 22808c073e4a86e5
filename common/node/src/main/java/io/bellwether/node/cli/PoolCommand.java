package io.bellwether.node.cli;

import io.bellwether.channel.Direction;
import io.bellwether.channel.PoolImport;
import io.bellwether.channel.PoolOrigin;
import io.bellwether.channel.PoolSummary;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.DataDirectoryLock;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.node.ExitCode;
import io.bellwether.node.audit.NodeTrail;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.engine.FreshPool;
import io.bellwether.node.entropy.NodeEntropy;
import io.bellwether.node.keys.ConfiguredStore;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;

/** The authentication pool: what was used for what, and a fresh one. */
@Command(
        name = "pool",
        mixinStandardHelpOptions = true,
        subcommands = {PoolListCommand.class, PoolBootstrapCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The pre-shared authentication pool of a node: what it was used for, and a fresh one in"
                    + " its place.",
            ""
        },
        footer = {
            "",
            "To replace a pool:",
            "  bellwether pool new fresh.pool            on a machine you trust; prints a digest",
            "  (carry fresh.pool to both hosts over a channel that nobody reads; stop both nodes)",
            "  bellwether pool import alice/bellwether.yml fresh.pool --digest DIGEST",
            "  bellwether pool import bob/bellwether.yml fresh.pool --digest DIGEST",
            "  (start both nodes; they refuse each other unless both have imported the same bits)",
            "Then delete every copy of fresh.pool."
        })
final class PoolCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    @Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "Makes a fresh pool in a new file, to be imported at both nodes.")
    int create(
            @Parameters(paramLabel = "FILE", description = "a file that does not exist") Path file,
            @Option(
                            names = "--bits",
                            paramLabel = "N",
                            defaultValue = "8388608",
                            description =
                                    "its bits, half for each direction (default: ${DEFAULT-VALUE})")
                    int bits,
            @Option(names = "--json", description = "the answer as one JSON object") boolean json)
            throws IOException {
        NodeEntropy entropy = NodeEntropy.fromOperatingSystem();
        try (SecretBits content = new SecretBits(entropy.bits(bits))) {
            UUID id = randomId(entropy);
            String digest = PoolImport.createFile(file, id, content, PoolOrigin.PRE_SHARED);
            new Answer()
                    .put("file", file)
                    .put("poolId", id)
                    .put("bits", bits)
                    .put("digest", digest)
                    .print(spec.commandLine().getOut(), json);
            return ExitCode.OK.code();
        } catch (java.nio.file.FileAlreadyExistsException e) {
            throw new Refused(ExitCode.USAGE, file + " exists; nothing was written");
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, "--bits: " + e.getMessage());
        }
    }

    /** A random UUID (version 4) from the node's own entropy. */
    static UUID randomId(NodeEntropy entropy) {
        long[] words = new long[2];
        entropy.fill(words);
        return new UUID(words[0] & ~0xF000L | 0x4000L, words[1] & ~(0xCL << 60) | 0x8L << 60);
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Puts a fresh pool in the place of a node's. The node must not run. The old pool's"
                        + " bits are erased, its journal is kept."
            })
    int importPool(
            @Parameters(paramLabel = "CONFIGURATION", description = "the node's") Path file,
            @Parameters(paramLabel = "FILE", description = "made by `pool new`") Path source,
            @Option(
                            names = "--digest",
                            paramLabel = "DIGEST",
                            description = "refuse unless the file's digest is this one")
                    String digest,
            @Option(names = "--json", description = "the answer as one JSON object") boolean json)
            throws IOException {
        NodeConfiguration configuration = configuration(file);
        String found = digestOf(source);
        if (digest != null && !digest.toLowerCase(Locale.ROOT).equals(found)) {
            throw new Refused(
                    ExitCode.USAGE,
                    "--digest: %s; limit %s, the digest of %s".formatted(digest, found, source));
        }
        install(configuration, source);
        PoolSummary summary = PoolSummary.read(configuration.authentication().pool());
        new Answer()
                .put("imported", true)
                .put("poolId", summary.poolId())
                .put("origin", summary.origin().label())
                .put("aliceToBobBits", summary.remainingBits(Direction.ALICE_TO_BOB))
                .put("bobToAliceBits", summary.remainingBits(Direction.BOB_TO_ALICE))
                .put("digest", found)
                .print(spec.commandLine().getOut(), json);
        return ExitCode.OK.code();
    }

    private static String digestOf(Path source) {
        try {
            return PoolImport.digestOf(source);
        } catch (IOException e) {
            throw new Refused(ExitCode.USAGE, "%s: %s".formatted(source, e.getMessage()));
        }
    }

    /** Replaces the pool of a node that does not run. */
    static void install(NodeConfiguration configuration, Path source) {
        try (var _ = DataDirectoryLock.acquire(configuration.node().dataDirectory());
                KeyStore store = ConfiguredStore.open(configuration)) {
            Path pool = configuration.authentication().pool();
            FreshPool.install(pool, source, store);
            NodeTrail.noteCommand(
                    configuration.node().dataDirectory(),
                    "pool.import",
                    "pool " + PoolSummary.read(pool).poolId());
        } catch (KeyStoreException e) {
            throw new Refused(ExitCode.UNAVAILABLE, e.getMessage());
        } catch (IOException e) {
            throw new Refused(ExitCode.FAILED, e.getMessage());
        }
    }

    static NodeConfiguration configuration(Path file) {
        return switch (ConfigurationReader.read(file)) {
            case ConfigurationResult.Loaded(var configuration) -> configuration;
            case ConfigurationResult.Rejected(var problems) ->
                    throw new Refused(
                            ExitCode.CONFIGURATION, file + ": " + problems.getFirst().describe());
        };
    }
}
