package io.bellwether.node.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.Grant;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.foundation.SecretAccess;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.NodeConfiguration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class InitialisationTest {
    @TempDir Path parent;

    @Test
    @DisplayName("Both configurations load, with every file they name in place")
    void configurationsLoad() throws Exception {
        Path folder = create().folder();
        NodeConfiguration alice = load(folder.resolve("alice/bellwether.yml"));
        NodeConfiguration bob = load(folder.resolve("bob/bellwether.yml"));
        assertThat(alice.node().end()).isEqualTo(End.ALICE);
        assertThat(bob.node().end()).isEqualTo(End.BOB);
        assertThat(alice.link().peerName()).isEqualTo(bob.node().name());
        assertThat(alice.link().address()).isEqualTo(bob.link().address());
        assertThat(alice.protocol()).isEqualTo(bob.protocol());
        assertThat(alice.delivery().saes()).isEqualTo(bob.delivery().saes()).hasSize(2);
    }

    @Test
    @DisplayName("Both pools are the same pool: what Alice reserves Bob can claim")
    void poolsAgree() throws Exception {
        Path folder = create().folder();
        LedgerLimits limits = new LedgerLimits(262_144, 8_192);
        try (var alice = ledger(folder, End.ALICE, limits);
                var bob = ledger(folder, End.BOB, limits)) {
            assertThat(alice.poolId()).isEqualTo(bob.poolId());
            assertThat(alice.poolId().version()).isEqualTo(4);
            assertThat(alice.remainingBits(Direction.BOB_TO_ALICE)).isEqualTo(1L << 22);
            assertThat(bits(alice.reserve(256))).isEqualTo(bits(bob.claim(0, 256)));
            assertThat(bits(bob.reserve(256))).isEqualTo(bits(alice.claim(0, 256)));
        }
    }

    @Test
    @DisplayName("Secrets can be read by their owner only, folders be entered by nobody else")
    void permissions() throws Exception {
        InitialisationResult.Created created = create();
        for (InitialisationResult.WrittenFile file : created.files()) {
            assertThat(permissions(created.folder().resolve(file.relative())))
                    .as(file.relative().toString())
                    .isEqualTo(file.secret() ? "rw-------" : "rw-r--r--");
            boolean looksSecret = file.relative().toString().matches(".*(\\.key|pool.*)");
            assertThat(file.secret()).as(file.relative().toString()).isEqualTo(looksSecret);
        }
        try (Stream<Path> all = Files.walk(created.folder())) {
            List<Path> paths = all.toList();
            assertThat(
                            paths.stream()
                                    .filter(Files::isRegularFile)
                                    .map(created.folder()::relativize))
                    .containsExactlyInAnyOrderElementsOf(
                            created.files().stream()
                                    .map(InitialisationResult.WrittenFile::relative)
                                    .toList());
            for (Path path : paths) {
                if (Files.isDirectory(path)) {
                    assertThat(permissions(path)).as(path.toString()).isEqualTo("rwx------");
                }
            }
        }
    }

    @Test
    @DisplayName("A folder with anything in it is refused by that name, and left as it was")
    void refusesToOverwrite() throws Exception {
        Path folder = Files.createDirectory(parent.resolve("pair"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        InitialisationResult result = run(InitialisationPlan.of(folder));
        assertThat(result)
                .isInstanceOfSatisfying(
                        InitialisationResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("notes.txt"));
        try (Stream<Path> content = Files.list(folder)) {
            assertThat(content).containsExactly(folder.resolve("notes.txt"));
        }
        assertThat(run(InitialisationPlan.of(folder.resolve("notes.txt"))))
                .isInstanceOf(InitialisationResult.Refused.class);
    }

    @Test
    @DisplayName("A second run into the same folder is refused and changes no byte")
    void secondRun() throws Exception {
        InitialisationResult.Created created = create();
        byte[] key = Files.readAllBytes(created.folder().resolve("alice/link.key"));
        assertThat(run(InitialisationPlan.of(created.folder())))
                .isInstanceOf(InitialisationResult.Refused.class);
        assertThat(Files.readAllBytes(created.folder().resolve("alice/link.key"))).isEqualTo(key);
    }

    @Test
    @DisplayName(
            "Settings of the plan reach both configurations; a wrong one is refused, nothing made")
    void settings() throws Exception {
        Path folder = parent.resolve("short");
        InitialisationPlan plan =
                InitialisationPlan.of(folder)
                        .withSettings(
                                Map.of(
                                        "protocol.blockRounds",
                                        "200000",
                                        "box.frameRounds",
                                        "4096"));
        run(plan);
        for (String node : List.of("alice", "bob")) {
            NodeConfiguration loaded = load(folder.resolve(node + "/bellwether.yml"));
            assertThat(loaded.protocol().blockRounds()).isEqualTo(200_000);
            assertThat(loaded.box().frameRounds()).isEqualTo(4096);
        }
        Path other = parent.resolve("other");
        assertThat(run(InitialisationPlan.of(other).withSettings(Map.of("protocol.rounds", "1"))))
                .isInstanceOfSatisfying(
                        InitialisationResult.Refused.class,
                        refused -> assertThat(refused.reason()).contains("protocol.rounds"));
        assertThat(other).doesNotExist();
    }

    @Test
    @DisplayName("The description names every file and keeps their contents to itself")
    void describes() throws Exception {
        InitialisationResult.Created created = create();
        String text = created.describe();
        for (InitialisationResult.WrittenFile file : created.files()) {
            assertThat(text).contains(file.relative().toString()).contains(file.purpose());
        }
        assertThat(text).doesNotContain("PRIVATE KEY");
    }

    @Test
    @DisplayName("Free ports are seven different ones")
    void freePorts() throws IOException {
        Ports ports = Ports.free();
        assertThat(
                        List.of(
                                ports.link(),
                                ports.aliceBox(),
                                ports.bobBox(),
                                ports.aliceDelivery(),
                                ports.bobDelivery(),
                                ports.aliceHealth(),
                                ports.bobHealth()))
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(1, 65_535));
    }

    @Test
    @DisplayName("A plan outside its limits is refused, naming field, value and limit")
    void planLimits() {
        assertThatThrownBy(() -> plan(100, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("poolBits: 100; limit a multiple of 256, 65536 to");
        var twice = InitialisationPlan.DEFAULT_SAES.getFirst();
        assertThatThrownBy(() -> plan(1 << 16, List.of(twice, twice)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each once");
        var escaping = new InitialisationPlan.Application(new SaeId("../x"), End.ALICE);
        assertThatThrownBy(() -> plan(1 << 16, List.of(escaping)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../x");
    }

    private InitialisationPlan plan(long poolBits, List<InitialisationPlan.Application> saes) {
        return new InitialisationPlan(
                parent, poolBits, "localhost", "::1", Ports.STANDARD, saes, 1, Map.of());
    }

    private InitialisationResult.Created create() throws IOException, GeneralSecurityException {
        return (InitialisationResult.Created) run(InitialisationPlan.of(parent.resolve("pair")));
    }

    private static InitialisationResult run(InitialisationPlan plan)
            throws IOException, GeneralSecurityException {
        return Initialisation.run(plan, new SecureRandom(), Instant.now());
    }

    private static NodeConfiguration load(Path file) {
        ConfigurationResult result = ConfigurationReader.read(file);
        assertThat(result).isInstanceOf(ConfigurationResult.Loaded.class);
        return ((ConfigurationResult.Loaded) result).configuration();
    }

    private static AuthenticationLedger ledger(Path folder, End end, LedgerLimits limits)
            throws IOException {
        Path pool = folder.resolve(ConfigurationText.name(end)).resolve("authentication.pool");
        return AuthenticationLedger.open(pool, end, limits, InstantSource.system());
    }

    private static byte[] bits(Grant grant) {
        return ((Grant.Granted) grant).bits().read(SecretAccess.to("compare in a test")).toBytes();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
