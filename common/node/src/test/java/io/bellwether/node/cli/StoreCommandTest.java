package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.DataDirectoryLock;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.MasterKey;
import io.bellwether.keystore.MasterKeyRotation;
import io.bellwether.keystore.StoredBlock;
import io.bellwether.keystore.Suspension;
import io.bellwether.node.audit.NodeTrail;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.MasterKeySource;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.keys.ConfiguredStore;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;

class StoreCommandTest {
    private static final BlockId BLOCK = new BlockId(new UUID(0x4000, 0x8000_0000_0000_0001L));

    @TempDir Path parent;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path file;
    private NodeConfiguration node;

    @BeforeEach
    void initialise() {
        Path folder = parent.resolve("pair");
        assertThat(run("init", folder.toString(), "--pool-bits", "65536")).isZero();
        file = folder.resolve("alice/bellwether.yml");
        node = ((ConfigurationResult.Loaded) ConfigurationReader.read(file)).configuration();
        node.node().dataDirectory().toFile().mkdirs();
        try (KeyStore store = ConfiguredStore.open(node)) {
            store.storeBlock(
                    new StoredBlock(
                            BLOCK, new SecretBits(BitArray.ofLength(1024)), new byte[32], 512));
            store.markDeliverable(BLOCK);
        }
    }

    private int run(String... arguments) {
        return Bellwether.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path keyFile() {
        return ((MasterKeySource.KeyFile) node.store().masterKey()).file();
    }

    private long availableKeys() {
        try (KeyStore store = ConfiguredStore.open(node)) {
            return store.availableKeys(End.ALICE, 256);
        }
    }

    @Test
    @DisplayName("store rotate-key puts a new master key in the old one's place")
    void rotate() throws Exception {
        byte[] before = Files.readAllBytes(keyFile());
        assertThat(run("store", "rotate-key", file.toString())).isZero();
        assertThat(out.toString()).contains("keys of 1 blocks");
        assertThat(Files.readAllBytes(keyFile())).hasSize(32).isNotEqualTo(before);
        assertThat(ConfiguredStore.nextKey(keyFile())).doesNotExist();
        assertThat(availableKeys()).isEqualTo(2);
        assertThat(node.node().dataDirectory().resolve(NodeTrail.FILE))
                .content()
                .contains("\"store.rotate-key\"", "1 blocks");
    }

    @Test
    @DisplayName(
            "a rotation that was killed after the store changed says so, and is finished later")
    void interrupted() {
        Path next = ConfiguredStore.nextKey(keyFile());
        try (MasterKey current = MasterKey.read(keyFile());
                MasterKey made = MasterKey.create(next)) {
            MasterKeyRotation.rotate(node.store().database(), current, made, End.ALICE);
        }
        assertThatThrownBy(this::availableKeys)
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("store rotate-key");
        assertThat(run("store", "rotate-key", file.toString())).isZero();
        assertThat(availableKeys()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a rotation that was killed before the store changed is done with the same new key")
    void killedEarly() throws Exception {
        Path next = ConfiguredStore.nextKey(keyFile());
        MasterKey.create(next).close();
        byte[] made = Files.readAllBytes(next);
        assertThat(availableKeys()).isEqualTo(2);
        assertThat(run("store", "rotate-key", file.toString())).isZero();
        assertThat(Files.readAllBytes(keyFile())).isEqualTo(made);
        assertThat(availableKeys()).isEqualTo(2);
    }

    @Test
    @DisplayName("store rotate-key --to-file moves to a key elsewhere and says what to configure")
    void rotateElsewhere() {
        Path elsewhere = parent.resolve("other.key");
        MasterKey.create(elsewhere).close();
        assertThat(run("store", "rotate-key", file.toString(), "--to-file", elsewhere.toString()))
                .isZero();
        assertThat(out.toString()).contains("store.masterKey");
        assertThatThrownBy(this::availableKeys).hasMessageContaining("another master key");
        assertThat(run("store", "rotate-key", file.toString(), "--to-environment", "NOT_SET"))
                .isEqualTo(75);
        assertThat(err.toString()).contains("NOT_SET");
    }

    @Test
    @DisplayName("store backup and restore bring blocks back, shut until the peer is met")
    void backUpAndRestore() throws Exception {
        Path backup = parent.resolve("backup.db");
        assertThat(run("store", "backup", file.toString(), backup.toString())).isZero();
        assertThat(run("store", "restore", file.toString(), backup.toString())).isEqualTo(75);
        assertThat(err.toString()).contains("holds a store; move it away first");
        Path database = Path.of(node.store().database().toString());
        Files.move(database, parent.resolve("lost.db"));
        assertThat(run("store", "restore", file.toString(), backup.toString())).isZero();
        try (KeyStore store = ConfiguredStore.open(node)) {
            assertThat(store.suspension()).contains(Suspension.RESTORED);
            assertThat(store.block(BLOCK)).isPresent();
        }
        assertThat(run("store", "discard-keys", file.toString())).isZero();
        try (KeyStore store = ConfiguredStore.open(node)) {
            assertThat(store.suspension()).isEmpty();
            assertThat(store.counts().deliverableBlocks()).isZero();
        }
    }

    @Test
    @DisplayName("what changes a store is refused with 75 while a node has its data directory")
    void running() {
        try (var lock = DataDirectoryLock.acquire(node.node().dataDirectory())) {
            assertThat(lock).isNotNull();
            assertThat(run("store", "rotate-key", file.toString())).isEqualTo(75);
            assertThat(run("store", "discard-keys", file.toString())).isEqualTo(75);
            assertThat(err.toString()).contains("in use by process");
        }
    }

    @Test
    @DisplayName("a master key in the environment is configured by the variable's name")
    void environment() throws Exception {
        String text = Files.readString(file);
        String line = text.lines().filter(l -> l.contains("masterKey:")).findFirst().orElseThrow();
        Files.writeString(file, text.replace(line, "  masterKey: environment:BELLWETHER_KEY"));
        var loaded = (ConfigurationResult.Loaded) ConfigurationReader.read(file);
        assertThat(loaded.configuration().store().masterKey())
                .isEqualTo(new MasterKeySource.Environment("BELLWETHER_KEY"));
        byte[] key = Files.readAllBytes(keyFile());
        MasterKey.fromEnvironment(
                        java.util.Map.of("BELLWETHER_KEY", HexFormat.of().formatHex(key)),
                        "BELLWETHER_KEY")
                .close();
    }
}
