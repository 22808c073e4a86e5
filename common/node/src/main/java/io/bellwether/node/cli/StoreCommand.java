package io.bellwether.node.cli;

import io.bellwether.keystore.DataDirectoryLock;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.MasterKeyRotation;
import io.bellwether.keystore.StoreBackup;
import io.bellwether.node.ExitCode;
import io.bellwether.node.audit.NodeTrail;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.MasterKeySource;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.keys.ConfiguredStore;
import io.bellwether.node.keys.KeyFileRotation;
import io.bellwether.node.keys.MasterKeys;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.function.Function;

/** Care of a node's key store. */
@Command(
        name = "store",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Care of a node's key store: master key, backup, restore.", ""},
        footer = {
            "",
            "A backup holds no master key: keep the two apart. A restored store hands nothing out"
                    + " before it has met its peer, which remembers how far the store had come:"
                    + " keys that were handed out after the backup never come back."
        })
final class StoreCommand implements Runnable {
    private static final String NODES = "the node's configuration file";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command of store?");
    }

    private void print(String form, Object... values) {
        spec.commandLine().getOut().println(form.formatted(values));
    }

    @Command(
            name = "rotate-key",
            mixinStandardHelpOptions = true,
            description = {
                "Seals the store under a new master key. The node must be stopped.",
                "A key in a file is replaced in its place. After a crash, run it again."
            })
    int rotateKey(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @ArgGroup(exclusive = true, multiplicity = "0..1") NewKey newKey) {
        return locked(
                configuration,
                node -> {
                    long blocks =
                            newKey == null
                                    ? rotateInPlace(node)
                                    : rotateTo(node, newKey.source(spec));
                    NodeTrail.noteCommand(
                            node.node().dataDirectory(),
                            "store.rotate-key",
                            "%d blocks".formatted(blocks));
                    print("The keys of %d blocks are sealed under the new master key.", blocks);
                    if (newKey != null) {
                        print("Now set store.masterKey in %s to the new one.", configuration);
                    }
                    return ExitCode.OK;
                });
    }

    private long rotateInPlace(NodeConfiguration node) {
        if (!(node.store().masterKey() instanceof MasterKeySource.KeyFile(Path file))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--to-...: needed, because the master key is not in a file");
        }
        return KeyFileRotation.rotate(node.store().database(), file, node.node().end());
    }

    private static long rotateTo(NodeConfiguration node, MasterKeySource to) {
        try (MasterKey current = MasterKeys.open(node.store().masterKey());
                MasterKey next = MasterKeys.open(to)) {
            return MasterKeyRotation.rotate(
                    node.store().database(), current, next, node.node().end());
        }
    }

    /** Where another master key is. */
    static final class NewKey {
        @Option(
                names = "--to-file",
                paramLabel = "FILE",
                description = "a file of exactly 32 bytes that exists")
        private Path file;

        @Option(
                names = "--to-environment",
                paramLabel = "VARIABLE",
                description = "a variable of the environment: 64 hexadecimal digits or base64")
        private String variable;

        @Option(
                names = "--to-token",
                paramLabel = "LABEL,CONFIGURATION,PIN-FILE",
                split = ",",
                description = "an AES-256 key in a PKCS#11 token")
        private String[] token;

        MasterKeySource source(CommandSpec spec) {
            if (file != null) {
                return new MasterKeySource.KeyFile(file);
            }
            if (variable != null) {
                return new MasterKeySource.Environment(variable);
            }
            if (token.length != 3) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--to-token: %d parts; limit LABEL,CONFIGURATION,PIN-FILE"
                                .formatted(token.length));
            }
            return new MasterKeySource.Token(token[0], Path.of(token[1]), Path.of(token[2]));
        }
    }

    @Command(
            name = "backup",
            mixinStandardHelpOptions = true,
            description = "Copies the store, which may be in use, into a new file.")
    int backup(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Parameters(paramLabel = "FILE", description = "a new file") Path file) {
        return guarded(
                configuration,
                node -> {
                    long blocks = StoreBackup.write(node.store().database(), file);
                    print("%d blocks are in %s.", blocks, file);
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "restore",
            mixinStandardHelpOptions = true,
            description = {
                "Makes the store that the configuration names out of a backup.",
                "There must be no store yet, and the node must be stopped."
            })
    int restore(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Parameters(paramLabel = "FILE", description = "made by `store backup`") Path file) {
        return locked(
                configuration,
                node -> {
                    long blocks =
                            StoreBackup.restore(file, node.store().database(), node.node().end());
                    NodeTrail.noteCommand(
                            node.node().dataDirectory(),
                            "store.restore",
                            "%d blocks from %s".formatted(blocks, file));
                    print("%d blocks were restored.", blocks);
                    print("Keys are handed out again when the node has met its peer.");
                    return ExitCode.OK;
                });
    }

    @Command(
            name = "discard-keys",
            mixinStandardHelpOptions = true,
            description = {
                "Gives up every key in the store, for a store that was put back to an older state.",
                "The node must be stopped. Blocks made from now on are delivered as ever."
            })
    int discardKeys(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration) {
        return locked(
                configuration,
                node -> {
                    try (KeyStore store = ConfiguredStore.open(node)) {
                        store.discardKeys();
                    }
                    NodeTrail.noteCommand(
                            node.node().dataDirectory(), "store.discard-keys", "all keys");
                    print("All keys were given up.");
                    return ExitCode.OK;
                });
    }

    /** With the data directory locked: a running daemon keeps it. */
    private int locked(Path configuration, Function<NodeConfiguration, ExitCode> work) {
        return guarded(
                configuration,
                node -> {
                    try (var _ = DataDirectoryLock.acquire(node.node().dataDirectory())) {
                        return work.apply(node);
                    }
                });
    }

    private int guarded(Path file, Function<NodeConfiguration, ExitCode> work) {
        NodeConfiguration configuration =
                switch (ConfigurationReader.read(file)) {
                    case ConfigurationResult.Loaded(var loaded) -> loaded;
                    case ConfigurationResult.Rejected(var problems) ->
                            throw new Refused(
                                    ExitCode.CONFIGURATION,
                                    file + ": " + problems.getFirst().describe());
                };
        try {
            return work.apply(configuration).code();
        } catch (KeyStoreException e) {
            throw new Refused(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }
}
