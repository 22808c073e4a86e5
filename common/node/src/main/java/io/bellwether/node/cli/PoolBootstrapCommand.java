package io.bellwether.node.cli;

import io.bellwether.channel.PoolImport;
import io.bellwether.channel.PoolOrigin;
import io.bellwether.channel.PoolSummary;
import io.bellwether.foundation.SecretBits;
import io.bellwether.node.ExitCode;
import io.bellwether.node.bootstrap.BootstrapConnection;
import io.bellwether.node.bootstrap.BootstrapIdentity;
import io.bellwether.node.bootstrap.PoolHandshake;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.init.InitialisationPlan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Callable;

/** A pool without a courier. */
@Command(
        name = "bootstrap",
        mixinStandardHelpOptions = true,
        description = {
            "Agrees on a fresh pool with the other end over the network, by ML-KEM-1024 and"
                    + " ML-DSA-87, and puts it in the place of this node's.",
            "Run it at both ends, with both nodes stopped: Alice dials link.address, Bob listens"
                    + " there.",
            "",
            "Authentication then rests on a COMPUTATIONAL assumption, until a carried pool is"
                    + " imported; status, listings and certificates of blocks say so. Keys made"
                    + " from then on stay secret even if the assumption falls later: it must hold"
                    + " while the nodes speak.",
            ""
        })
final class PoolBootstrapCommand implements Callable<Integer> {
    /** As `bellwether init` names them, beside the configuration. */
    static final String OWN_KEY = "bootstrap.key";

    static final String PEERS_KEY = "bootstrap-peer.pub";

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "CONFIGURATION", description = "the node's")
    private Path file;

    @Option(
            names = "--accept-computational",
            description = "needed, because the pool in use does not rest on an assumption")
    private boolean accepted;

    @Option(
            names = "--bits",
            paramLabel = "N",
            defaultValue = "8388608",
            description =
                    "of the pool; Bob takes what Alice says up to his (default: ${DEFAULT-VALUE})")
    private int bits;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "how long to wait for the other end (default ${DEFAULT-VALUE})")
    private int waitSeconds;

    @Option(names = "--json", description = "the answer as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        requirePlausibleBits();
        NodeConfiguration configuration = PoolCommand.configuration(file);
        Path pool = configuration.authentication().pool();
        requireAccepted(PoolSummary.read(pool).origin());
        Path agreedFile = pool.resolveSibling(pool.getFileName() + ".agreed");
        Files.deleteIfExists(agreedFile);
        PoolHandshake.Agreed agreed = agree(configuration);
        String digest;
        try (SecretBits content = agreed.bits()) {
            digest =
                    PoolImport.createFile(
                            agreedFile,
                            agreed.poolId(),
                            content,
                            PoolOrigin.POST_QUANTUM_HANDSHAKE);
        }
        PoolCommand.install(configuration, agreedFile);
        erase(agreedFile);
        new Answer()
                .put("imported", true)
                .put("poolId", agreed.poolId())
                .put("origin", PoolOrigin.POST_QUANTUM_HANDSHAKE.label())
                .put("digest", digest)
                .print(spec.commandLine().getOut(), json);
        return ExitCode.OK.code();
    }

    private void requirePlausibleBits() {
        if (bits % 256 != 0
                || bits < InitialisationPlan.MINIMUM_POOL_BITS
                || bits > InitialisationPlan.MAXIMUM_POOL_BITS) {
            throw new Refused(
                    ExitCode.USAGE,
                    "--bits: %d; limit a multiple of 256, %d to %d"
                            .formatted(
                                    bits,
                                    InitialisationPlan.MINIMUM_POOL_BITS,
                                    InitialisationPlan.MAXIMUM_POOL_BITS));
        }
    }

    private void requireAccepted(PoolOrigin origin) {
        if (origin == PoolOrigin.PRE_SHARED && !accepted) {
            throw new Refused(
                    ExitCode.USAGE,
                    "the pool in use is %s; say --accept-computational to replace it by one that is not"
                            .formatted(origin.label()));
        }
    }

    private PoolHandshake.Agreed agree(NodeConfiguration configuration) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        byte[] seed = Files.readAllBytes(folder.resolve(OWN_KEY));
        BootstrapIdentity identity;
        try {
            byte[] peer =
                    Base64.getMimeDecoder().decode(Files.readString(folder.resolve(PEERS_KEY)));
            identity = new BootstrapIdentity(seed, peer);
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.CONFIGURATION, "%s: %s".formatted(folder, e.getMessage()));
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
        try {
            return BootstrapConnection.agree(
                    configuration.node().end(),
                    configuration.link().address().socketAddress(),
                    identity,
                    bits,
                    Duration.ofSeconds(waitSeconds),
                    sentence -> {
                        spec.commandLine().getErr().println(sentence);
                        spec.commandLine().getErr().flush();
                    });
        } catch (IOException e) {
            throw new Refused(ExitCode.UNAVAILABLE, "no pool was agreed on: " + e.getMessage());
        }
    }

    /** The pool has its copy. */
    private static void erase(Path agreedFile) throws IOException {
        try (var channel =
                java.nio.channels.FileChannel.open(
                        agreedFile, java.nio.file.StandardOpenOption.WRITE)) {
            var zeros = java.nio.ByteBuffer.allocate(1 << 16);
            for (long left = channel.size(); left > 0; left -= zeros.limit()) {
                zeros.clear().limit((int) Math.min(left, zeros.capacity()));
                while (zeros.hasRemaining()) {
                    channel.write(zeros);
                }
            }
            channel.force(true);
        }
        Files.delete(agreedFile);
    }
}
