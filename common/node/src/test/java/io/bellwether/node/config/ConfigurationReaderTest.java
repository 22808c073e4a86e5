package io.bellwether.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keystore.StoreLocation;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class ConfigurationReaderTest {
    private static final String VALID =
            """
            node:
              end: alice
              name: kme-a
            link:
              address: 127.0.0.1:7100
              certificate: link.crt
              privateKey: link.key
              trustedAuthority: ca.crt
              peerName: kme-b
            authentication:
              pool: pool
            box:
              address: 127.0.0.1:7101
            protocol:
              blockRounds: 1_000_000
            delivery:
              address: "[::1]:0"
              certificate: /etc/tls/delivery.crt
              privateKey: delivery.key
              trustedAuthority: ca.crt
              saes:
                - {id: a, kme: kme-a}
                - {id: b, kme: kme-b}
            store:
              masterKey: master.key
            """;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("bellwether.yml");
    }

    @Test
    @DisplayName("A valid file gives its values, the defaults, and paths seen from its folder")
    void validFile() {
        NodeConfiguration loaded = loaded(VALID);
        assertThat(loaded.node())
                .isEqualTo(
                        new IdentityConfiguration(
                                End.ALICE,
                                "kme-a",
                                IdentityConfiguration.Role.BOTH,
                                folder.resolve("data")));
        assertThat(loaded.link().certificate()).isEqualTo(folder.resolve("link.crt"));
        assertThat(loaded.delivery().certificate()).isEqualTo(Path.of("/etc/tls/delivery.crt"));
        assertThat(loaded.delivery().address()).isEqualTo(new HostAndPort("::1", 0));
        assertThat(loaded.delivery().saes())
                .containsExactly(
                        new DeliveryConfiguration.Sae(new SaeId("a"), "kme-a"),
                        new DeliveryConfiguration.Sae(new SaeId("b"), "kme-b"));
        assertThat(loaded.delivery().allow()).isEmpty();
        assertThat(loaded.store().database())
                .isEqualTo(new StoreLocation.SqliteFile(folder.resolve("data/keys.db")));
        assertThat(loaded.protocol().blockRounds()).isEqualTo(1_000_000);
        assertThat(loaded.protocol().testProbability()).isEqualTo(new Ratio(13, 256));
        assertThat(loaded.box().location())
                .isEqualTo(new BoxLocation.Loopback(new HostAndPort("127.0.0.1", 7101)));
    }

    @Test
    @DisplayName("An empty file names every required field at once and nothing else")
    void emptyFile() {
        assertThat(problems(""))
                .extracting(Problem::field)
                .containsExactly(
                        "node.end",
                        "node.name",
                        "link.address",
                        "link.certificate",
                        "link.privateKey",
                        "link.trustedAuthority",
                        "link.peerName",
                        "authentication.pool",
                        "box.address",
                        "delivery.address",
                        "delivery.certificate",
                        "delivery.privateKey",
                        "delivery.trustedAuthority",
                        "store.masterKey");
        assertThat(problems("")).allSatisfy(p -> assertThat(p.value()).isEqualTo("missing"));
    }

    @Test
    @DisplayName("SKIP and streams are off unless they have an address, and say what is wrong")
    void furtherDelivery() {
        NodeConfiguration off = loaded(VALID);
        assertThat(off.skip())
                .isEqualTo(
                        new SkipConfiguration(
                                Optional.empty(), Optional.empty(), folder.resolve("skip.psk")));
        assertThat(off.stream())
                .isEqualTo(new StreamConfiguration(Optional.empty(), 1000, 1_000_000, 60_000, 4));
        NodeConfiguration on =
                loaded(VALID + "skip:\n  address: 0.0.0.0:7543\nstream: {address: \"h:0\"}\n");
        assertThat(on.skip().address()).contains(new HostAndPort("0.0.0.0", 7543));
        assertThat(on.stream().address()).contains(new HostAndPort("h", 0));
        assertThat(problems(VALID + "skip:\n  pskAddress: a:1\n  address: nowhere\n"))
                .extracting(Problem::field)
                .containsExactlyInAnyOrder("skip.preSharedKeys", "skip.address");
        assertThat(problems(VALID + "stream: {maxTimeoutMillis: 0, chunksAhead: 129}\n"))
                .extracting(Problem::field)
                .containsExactly("stream.maxTimeoutMillis", "stream.chunksAhead");
    }

    @Test
    @DisplayName("A problem names field, value, limit and line")
    void problemText() {
        assertThat(problems(VALID.replace("1_000_000", "10")))
                .extracting(Problem::describe)
                .containsExactly(
                        "protocol.blockRounds: 10; limit a whole number, 100000 to 100000000"
                                + " (line 15)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "node.end|end: alice|end: carol|alice, bob",
                "node.name|name: kme-a|name: ''|1 to 255",
                "link.address|7100|70000|1 to 65535",
                "link.address|7100|0|1 to 65535",
                "link.peerName|peerName: kme-b|peerName: kme-a|another name",
                "link.retryMaxMillis|peerName: kme-b|peerName: kme-b\\n  retryMaxMillis: 400|"
                        + "retryInitialMillis = 500",
                "authentication.lowWaterBits|pool: pool|pool: pool\\n  lowWaterBits: 100|"
                        + "floorBits = 8192",
                "authentication.refillShare|pool: pool|pool: pool\\n  refillShare: 0.6|0 to 0.5",
                "box.address|127.0.0.1:7101|10.0.0.1:7101|loopback",
                "box.address|127.0.0.1:7101|box.example:7101|loopback",
                "box.lossOutcome|7101|7101\\n  lossOutcome: 2|0 to 1",
                "box.frameRounds|7101|7101\\n  frameRounds: 65537|1 to 65536",
                "box.frameRounds|7101\\nprotocol:|7101\\n  frameRounds: 20000\\nprotocol:\\n"
                        + "  chunkRounds: 10000|chunkRounds = 10000",
                "box.recorded|7101|7101\\n  recorded: a.csv|one of the two",
                "protocol.name|blockRounds|name: bb84\\n  blockRounds|chsh",
                "protocol.theorem|blockRounds|theorem: asymptotic\\n"
                        + "  blockRounds|keylen-eat-oxford",
                "protocol.testProbability|blockRounds|testProbability: 1/0\\n  blockRounds|13/256",
                "protocol.testProbability|blockRounds|testProbability: 1\\n  blockRounds|below 1",
                "protocol.testProbability|blockRounds|testProbability: 0.12345678901\\n"
                        + "  blockRounds|denominator",
                "protocol.expectedChsh|blockRounds|expectedChsh: 2\\n  blockRounds|above 2",
                "protocol.flipProbability|blockRounds|flipProbability: 0.1\\n"
                        + "  blockRounds|keylen-renyi",
                "protocol.boxPairs|blockRounds|boxPairs: 9\\n  blockRounds|1 to 8",
                "protocol.blockRounds|7101\\nprotocol:|7101\\n"
                        + "  furtherAddresses: unix:b.sock, unix:c.sock\\nprotocol:\\n"
                        + "  boxPairs: 3|boxPairs = 3",
                "box.furtherAddresses|blockRounds|boxPairs: 2\\n  blockRounds|1 with protocol",
                "box.furtherAddresses|7101|7101\\n  furtherAddresses: unix:b.sock|0 with",
                "box.furtherAddresses|7101|7101\\n  furtherAddresses: 10.0.0.1:1|commas",
                "protocol.firstWeight|blockRounds|name: generalised-chsh\\n  firstWeight: 0\\n"
                        + "  blockRounds|0.01 to 100",
                "protocol.expectedSecond|blockRounds|name: generalised-chsh\\n"
                        + "  expectedFirst: 1.9\\n  expectedSecond: 1\\n  blockRounds|quantum",
                "protocol.levels|blockRounds|name: d-outcome\\n  levels: 65\\n"
                        + "  blockRounds|2 to 64",
                "protocol.shiftPower|blockRounds|name: d-outcome\\n  shiftPower: 0\\n"
                        + "  blockRounds|0.01 to 0.99",
                "protocol.expectedVisibility|blockRounds|name: d-outcome\\n"
                        + "  expectedVisibility: 0.4\\n  blockRounds|0.5 to 1",
                "protocol.expectedChsh|blockRounds|name: two-bases\\n  expectedChsh: 2\\n"
                        + "  blockRounds|above 2",
                "protocol.settingChoice|blockRounds|settingChoice: independent\\n"
                        + "  blockRounds|keylen-renyi",
                "protocol.settingChoice|blockRounds|settingChoice: heralded\\n"
                        + "  blockRounds|announced, independent",
                "protocol.expectedEfficiency|blockRounds|expectedEfficiency: 0.4\\n"
                        + "  blockRounds|0.5",
                "protocol.settings|blockRounds|name: chained\\n"
                        + "  settings: 33\\n"
                        + "  blockRounds|2 to 32",
                "protocol.expectedChsh|blockRounds|expectedChsh: 2.83\\n  blockRounds|2.8284",
                "protocol.expectedQber|blockRounds|expectedQber: 0.5\\n  blockRounds|below 0.5",
                "protocol.epsilonSoundness|blockRounds|epsilonSoundness: 0\\n  blockRounds|1e-30",
                "protocol.epsilonSoundness|blockRounds|epsilonSoundness: tiny\\n"
                        + "  blockRounds|1e-30",
                "protocol.blocks|blockRounds|blocks: -1\\n  blockRounds|0 to",
                "protocol.blockRounds|1_000_000|1.5|whole number",
                "protocol.blockRounds|1_000_000|1e999999999|whole number",
                "protocol.blockRounds|1_000_000|[1]|whole number",
                "delivery.keySizeBits|saes:|keySizeBits: 32\\n  saes:|64 to 4096",
                "delivery.minKeySizeBits|saes:|minKeySizeBits: 65\\n  saes:|multiple of 8",
                "delivery.saes[1].kme|kme: kme-b}|kme: kme-c}|kme-a, kme-b",
                "delivery.saes[1].id|{id: b|{id: a|named once",
                "delivery.allow[0].slave|saes:|allow: [{master: a, slave: c}]\\n  saes:|a, b",
                "delivery.identity|saes:|identity: dn\\n  saes:|cn, san-uri, san-dns",
                "health.address|store:|health:\\n  address: 0.0.0.0:9000\\nstore:|loopback",
                "store.masterKey|masterKey: master.key|masterKey:|path",
                "node.name|name: kme-a|name: kme-a\\n  name: kme-a|once",
                "protocol|protocol:\\n  blockRounds: 1_000_000|protocol: 7|mapping",
            })
    @DisplayName("A value outside its limit is refused, naming the field and the limit")
    void badValues(String field, String from, String to, String limit) {
        String text = VALID.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(VALID);
        assertThat(problems(text))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.limit()).contains(limit);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "blockRounds, block-rounds",
        "blockRounds, blockround",
        "blockRounds, block_rounds",
        "trustedAuthority, trustedAuthorty",
        "masterKey, masterkey",
    })
    @DisplayName("An unknown name is refused with the name that was meant")
    void nearMiss(String meant, String written) {
        assertThat(problems(VALID.replace(meant, written)))
                .anySatisfy(problem -> {
                    assertThat(problem.field()).endsWith("." + written);
                    assertThat(problem.value()).isEqualTo("unknown name");
                    assertThat(problem.limit()).contains("did you mean " + meant + "?");
                });
    }

    @Test
    @DisplayName("An unknown name that resembles none is refused with the names there are")
    void unknownName() {
        assertThat(problems(VALID + "telemetry: 1\n"))
                .singleElement()
                .extracting(Problem::describe)
                .isEqualTo(
                        "telemetry: unknown name; limit one of node, link, authentication, box,"
                                + " protocol, delivery, admin, skip, stream, store, audit, health,"
                                + " dashboard (line 26)");
    }

    @Test
    @DisplayName("Several problems are reported together, in the order of the schema")
    void allAtOnce() {
        String text =
                VALID.replace("end: alice", "end: eve")
                        .replace("1_000_000", "5")
                        .replace("masterKey:", "masterKye:");
        assertThat(problems(text))
                .extracting(Problem::field)
                .containsExactly(
                        "node.end", "protocol.blockRounds", "store.masterKey", "store.masterKye");
    }

    @Test
    @DisplayName("With a recorded box a block may have a single round")
    void recordedBox() {
        String recorded =
                VALID.replace("address: 127.0.0.1:7101", "recorded: delft.csv")
                        .replace("1_000_000", "1");
        assertThat(loaded(recorded).box().location())
                .isEqualTo(new BoxLocation.Recording(folder.resolve("delft.csv")));
        assertThat(problems(recorded.replace("blockRounds: 1", "blockRounds: 0")))
                .singleElement()
                .extracting(Problem::limit)
                .isEqualTo("a whole number, 1 to 100000000");
    }

    @Test
    @DisplayName("A unix socket is read as an absolute path")
    void unixSocket() {
        assertThat(loaded(VALID.replace("127.0.0.1:7101", "unix:run/box")).box().location())
                .hasToString("unix:" + folder.resolve("run/box"));
    }

    @Test
    @DisplayName("Files that are missing or of a wrong length are problems of a real start")
    void namedFiles() throws IOException {
        Files.writeString(file, VALID);
        for (String name : List.of("link.crt", "link.key", "ca.crt", "pool", "delivery.key")) {
            Files.createFile(folder.resolve(name));
        }
        Files.write(folder.resolve("master.key"), new byte[31]);
        assertThat(ConfigurationReader.read(file))
                .isInstanceOfSatisfying(
                        ConfigurationResult.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .extracting(Problem::field)
                                        .containsExactly(
                                                "delivery.certificate", "store.masterKey"));
        Files.write(folder.resolve("master.key"), new byte[32]);
        Files.createFile(folder.resolve("delivery.crt"));
        Files.writeString(file, VALID.replace("/etc/tls/", ""));
        assertThat(ConfigurationReader.read(file)).isInstanceOf(ConfigurationResult.Loaded.class);
    }

    @Test
    @DisplayName("A file that is absent, binary, not YAML or too large is refused, never thrown")
    void unreadable() throws IOException {
        assertThat(ConfigurationReader.read(folder.resolve("absent.yml")))
                .isInstanceOf(ConfigurationResult.Rejected.class);
        Files.write(file, new byte[] {(byte) 0xc3, 0x28, 0});
        assertThat(ConfigurationReader.read(file)).isInstanceOf(ConfigurationResult.Rejected.class);
        assertThat(problems("node: [1, 2")).singleElement().extracting(Problem::line).isEqualTo(1);
        assertThat(problems("- a\n- b\n"))
                .first()
                .extracting(Problem::value)
                .isEqualTo("not a mapping");
        Files.writeString(file, "# " + "x".repeat(1 << 20));
        assertThat(ConfigurationReader.read(file))
                .isInstanceOfSatisfying(
                        ConfigurationResult.Rejected.class,
                        rejected ->
                                assertThat(rejected.problems())
                                        .singleElement()
                                        .extracting(Problem::limit)
                                        .isEqualTo("1048576"));
        assertThat(problems("a: 1\n---\nb: 2\n")).singleElement();
    }

    private NodeConfiguration loaded(String text) {
        ConfigurationResult result = ConfigurationReader.readText(text, folder);
        assertThat(result).isInstanceOf(ConfigurationResult.Loaded.class);
        return ((ConfigurationResult.Loaded) result).configuration();
    }

    private List<Problem> problems(String text) {
        ConfigurationResult result = ConfigurationReader.readText(text, folder);
        assertThat(result).isInstanceOf(ConfigurationResult.Rejected.class);
        return ((ConfigurationResult.Rejected) result).problems();
    }
}
