package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.ALICE_SECOND;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_SECOND;
import static io.bellwether.keydelivery.TwoKmes.LONER;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.stream.Chunk;
import io.bellwether.keydelivery.stream.StreamClient;
import io.bellwether.keydelivery.stream.StreamLimits;
import io.bellwether.keydelivery.stream.StreamQos;
import io.bellwether.keydelivery.stream.StreamServer;
import io.bellwether.keydelivery.stream.StreamStatus;

import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamServerTest {
    private static final OptionalLong NEXT = OptionalLong.empty();
    private static final StreamQos QUICK = new StreamQos(32, 0, 0, 0, 0, 200, 0, "");
    private static final StreamQos PATIENT = new StreamQos(32, 0, 0, 0, 0, 10_000, 0, "");

    /** What a block has for requests made at one end; no chunk crosses a block's end. */
    private static final int HALF_BLOCK_BYTES = 1024;

    private static final int MAXIMUM_STREAMS = 40;
    private static final int CHUNKS_AHEAD = 2;

    private Path directory;
    private final Map<End, StreamServer> servers = new EnumMap<>(End.class);
    private final List<StreamClient> clients = new ArrayList<>();
    private TwoKmes kmes;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        directory = folder;
        kmes = new TwoKmes(directory);
        for (End end : End.values()) {
            start(end);
        }
    }

    @BeforeEach
    void fill() {
        kmes.fill(16L * HALF_BLOCK_BYTES);
    }

    private void start(End end) throws IOException {
        Path home = directory.resolve("stream-" + end);
        Files.createDirectories(home);
        var localhost = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
        TlsFiles files =
                kmes.authority.serverFiles(home, kmes.authority.issue("stream", localhost));
        servers.put(
                end,
                StreamServer.start(
                        new InetSocketAddress("127.0.0.1", 0),
                        files,
                        new Applications(kmes.settings(end, files, KeyLimits.defaults()), end),
                        new StreamLimits(
                                KeyLimits.defaults(),
                                MAXIMUM_STREAMS,
                                1_000_000,
                                20_000,
                                CHUNKS_AHEAD),
                        kmes.store(end),
                        kmes.link(end)));
    }

    @AfterEach
    void disconnect() {
        clients.forEach(StreamClient::close);
        clients.clear();
    }

    @AfterAll
    void stop() {
        servers.values().forEach(StreamServer::close);
        kmes.close();
    }

    private StreamClient client(SaeId sae, End end) throws IOException {
        Path home = Files.createTempDirectory(directory, "client");
        TlsFiles files = kmes.authority.serverFiles(home, kmes.authority.issue(sae.value()));
        StreamClient client =
                StreamClient.connect(
                        "127.0.0.1",
                        servers.get(end).port(),
                        files.certificateChain(),
                        files.privateKey(),
                        files.clientAuthorities());
        clients.add(client);
        return client;
    }

    private StreamClient alice() throws IOException {
        return client(ALICE_APP, End.ALICE);
    }

    private StreamClient bob() throws IOException {
        return client(BOB_APP, End.BOB);
    }

    private static String open(StreamClient one, StreamClient other, StreamQos qos)
            throws IOException {
        var opened = one.open(ALICE_APP, BOB_APP, qos, "");
        assertThat(opened.status()).isEqualTo(StreamStatus.PEER_NOT_CONNECTED);
        assertThat(other.open(ALICE_APP, BOB_APP, qos, opened.stream()).status())
                .isEqualTo(StreamStatus.SUCCESSFUL);
        return opened.stream();
    }

    private static byte[] key(Chunk chunk, long index) {
        assertThat(chunk.status()).isEqualTo(StreamStatus.SUCCESSFUL);
        assertThat(chunk.index()).isEqualTo(index);
        return chunk.key();
    }

    @Test
    @DisplayName("both ends get the same chunks at the same indices, each chunk once")
    void sameChunks() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = open(alice, bob, PATIENT);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] key = key(alice.get(stream, NEXT, 0), i);
            assertThat(key(bob.get(stream, OptionalLong.of(i), 0), i)).isEqualTo(key).hasSize(32);
            keys.add(key);
        }
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(bob.get(stream, OptionalLong.of(4), 0).status())
                .isEqualTo(StreamStatus.INSUFFICIENT_KEY);
        assertThat(key(bob.get(stream, NEXT, 0), 10))
                .isEqualTo(key(alice.get(stream, NEXT, 0), 10));
    }

    @Test
    @DisplayName("the destination may open first, waits for the source's chunk and then gets it")
    void destinationWaits() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = UUID.randomUUID().toString();
        assertThat(bob.open(ALICE_APP, BOB_APP, PATIENT, stream).status())
                .isEqualTo(StreamStatus.PEER_NOT_CONNECTED);
        var waiting = CompletableFuture.supplyAsync(() -> get(bob, stream, 7));
        assertThat(alice.open(ALICE_APP, BOB_APP, PATIENT, stream).status())
                .isEqualTo(StreamStatus.SUCCESSFUL);
        byte[] seventh = new byte[0];
        for (int i = 0; i < 8; i++) {
            seventh = key(alice.get(stream, NEXT, 0), i);
        }
        assertThat(key(waiting.join(), 7)).isEqualTo(seventh);
        // what came before is still there for it
        assertThat(bob.get(stream, NEXT, 0).index()).isZero();
    }

    private static Chunk get(StreamClient client, String stream, long index) {
        try {
            return client.get(stream, OptionalLong.of(index), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @DisplayName("without the other application GET_KEY ends with status 3 when its time is up")
    void peerNotConnected() throws IOException {
        StreamClient alice = alice();
        String stream = alice.open(ALICE_APP, BOB_APP, QUICK, "").stream();
        assertThat(alice.get(stream, NEXT, 0).status())
                .isEqualTo(StreamStatus.PEER_NOT_YET_CONNECTED);
    }

    @Test
    @DisplayName(
            "with the link down, or too little key, the source is told 4 or 2, the destination 6")
    void noKey() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = open(alice, bob, QUICK);
        kmes.linkDown = true;
        for (int i = 0; i < 3; i++) {
            assertThat(key(alice.get(stream, NEXT, 0), i))
                    .isEqualTo(key(bob.get(stream, NEXT, 0), i));
        }
        assertThat(alice.get(stream, NEXT, 0).status()).isEqualTo(StreamStatus.NO_QKD_CONNECTION);
        assertThat(bob.get(stream, NEXT, 0).status()).isEqualTo(StreamStatus.TIMEOUT);
        kmes.linkDown = false;
        assertThat(key(alice.get(stream, NEXT, 0), 3)).isEqualTo(key(bob.get(stream, NEXT, 0), 3));

        String large = open(alice, bob, QUICK.withChunkBytes(2 * HALF_BLOCK_BYTES));
        assertThat(alice.get(large, NEXT, 0).status()).isEqualTo(StreamStatus.INSUFFICIENT_KEY);
        assertThat(bob.get(large, NEXT, 0).status()).isEqualTo(StreamStatus.TIMEOUT);
        kmes.fill(64L * HALF_BLOCK_BYTES);
        assertThat(key(alice.get(large, NEXT, 0), 0)).isEqualTo(key(bob.get(large, NEXT, 0), 0));
    }

    @Test
    @DisplayName(
            "a source that has had its keys of the day gets what is reserved, and then status 2")
    void quota() throws IOException {
        StreamClient alice = alice();
        String stream = open(alice, bob(), QUICK);
        try {
            kmes.limit(
                    ALICE_APP, new SaeLimits(Optional.empty(), Optional.empty(), Optional.of(0L)));
            StreamStatus last = StreamStatus.SUCCESSFUL;
            for (int i = 0; i < CHUNKS_AHEAD + 3; i++) {
                last = alice.get(stream, NEXT, 0).status();
            }
            assertThat(last).isEqualTo(StreamStatus.INSUFFICIENT_KEY);
        } finally {
            kmes.limit(ALICE_APP, SaeLimits.NONE);
        }
        assertThat(alice.get(stream, NEXT, 0).status()).isEqualTo(StreamStatus.SUCCESSFUL);
    }

    @Test
    @DisplayName("OPEN_CONNECT is status 4 while the other end cannot be reached")
    void openWithoutLink() throws IOException {
        kmes.linkDown = true;
        var answer = alice().open(ALICE_APP, BOB_APP, QUICK, "");
        kmes.linkDown = false;
        assertThat(answer.status()).isEqualTo(StreamStatus.NO_QKD_CONNECTION);
    }

    @ParameterizedTest
    @DisplayName("a quality of service that cannot be met is answered with the nearest that can")
    @CsvSource({
        "7, 1000, 0, 0, 0, 100, 10, '', 8, 1000, 0, 0, 0, 100, 10, ''",
        "4096, 1000, 0, 0, 0, 100, 10, '', 2048, 1000, 0, 0, 0, 100, 10, ''",
        "32, 2000000, 1500000, 0, 0, 100, 10, '', 32, 1000000, 1000000, 0, 0, 100, 10, ''",
        "32, 1000, 0, 5, 3, 100, 10, '', 32, 1000, 0, 0, 0, 100, 10, ''",
        "32, 1000, 0, 0, 0, 99999, 99999999, text/xml, 32, 1000, 0, 0, 0, 20000, 2592000, ''",
        "-1, -1, 0, 0, 0, -1, 10, '', 2048, 1000000, 0, 0, 0, 20000, 10, ''"
    })
    void counterProposal(
            int chunk,
            long max,
            long min,
            long jitter,
            int priority,
            int timeout,
            int ttl,
            String mimetype,
            int offeredChunk,
            long offeredMax,
            long offeredMin,
            long offeredJitter,
            int offeredPriority,
            int offeredTimeout,
            int offeredTtl,
            String offeredMimetype)
            throws IOException {
        StreamClient alice = alice();
        var asked = new StreamQos(chunk, max, min, jitter, priority, timeout, ttl, mimetype);
        var offered =
                new StreamQos(
                        offeredChunk,
                        offeredMax,
                        offeredMin,
                        offeredJitter,
                        offeredPriority,
                        offeredTimeout,
                        offeredTtl,
                        offeredMimetype);
        var answer = alice.open(ALICE_APP, BOB_APP, asked, "");
        assertThat(answer.status()).isEqualTo(StreamStatus.QOS_NOT_MET);
        assertThat(answer.qos()).isEqualTo(offered);
        assertThat(alice.open(ALICE_APP, BOB_APP, offered, "").status())
                .isEqualTo(StreamStatus.PEER_NOT_CONNECTED);
    }

    @Test
    @DisplayName(
            "a destination that wants other chunks is told the size that the source has chosen")
    void chunkSizeOfTheStream() throws IOException {
        String stream = alice().open(ALICE_APP, BOB_APP, QUICK, "").stream();
        var answer = bob().open(ALICE_APP, BOB_APP, QUICK.withChunkBytes(64), stream);
        assertThat(answer.status()).isEqualTo(StreamStatus.QOS_NOT_MET);
        assertThat(answer.qos()).isEqualTo(bob().open(ALICE_APP, BOB_APP, QUICK, stream).qos());
    }

    @Test
    @DisplayName("a stream that is open, or was closed, is in use")
    void inUse() throws IOException {
        StreamClient alice = alice();
        String stream = alice.open(ALICE_APP, BOB_APP, QUICK, "").stream();
        assertThat(alice.open(ALICE_APP, BOB_APP, QUICK, stream).status())
                .isEqualTo(StreamStatus.KEY_STREAM_ID_IN_USE);
        assertThat(alice.closeStream(stream)).isEqualTo(StreamStatus.SUCCESSFUL);
        assertThat(alice.open(ALICE_APP, BOB_APP, QUICK, stream).status())
                .isEqualTo(StreamStatus.KEY_STREAM_ID_IN_USE);
    }

    @Test
    @DisplayName("more streams than allowed are refused, and closing one makes room")
    void tooMany() throws IOException {
        StreamClient alice = alice();
        List<String> streams = new ArrayList<>();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= MAXIMUM_STREAMS; i++) {
                                streams.add(alice.open(ALICE_APP, BOB_APP, QUICK, "").stream());
                            }
                        })
                .hasMessage(
                        "RESOURCE_EXHAUSTED: streams: %d are open; limit that many"
                                .formatted(MAXIMUM_STREAMS));
        for (String stream : streams) {
            assertThat(alice.closeStream(stream)).isEqualTo(StreamStatus.SUCCESSFUL);
        }
        assertThat(alice.open(ALICE_APP, BOB_APP, QUICK, "").status())
                .isEqualTo(StreamStatus.PEER_NOT_CONNECTED);
    }

    @Test
    @DisplayName("CLOSE gives up what was not fetched; the other end gets what is reserved, then 3")
    void close() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        long atAlice = kmes.store(End.ALICE).counts().outstandingKeys();
        long atBob = kmes.store(End.BOB).counts().outstandingKeys();
        String stream = open(alice, bob, QUICK);
        key(alice.get(stream, NEXT, 0), 0);
        alice.closeStream(stream);
        assertThat(kmes.store(End.ALICE).counts().outstandingKeys()).isEqualTo(atAlice);
        for (int i = 0; i < 3; i++) {
            key(bob.get(stream, NEXT, 0), i);
        }
        assertThat(bob.get(stream, NEXT, 0).status())
                .isEqualTo(StreamStatus.PEER_NOT_YET_CONNECTED);
        assertThatThrownBy(() -> alice.get(stream, NEXT, 0)).hasMessageContaining("NOT_FOUND");
        bob.closeStream(stream);
        assertThat(kmes.store(End.BOB).counts().outstandingKeys()).isEqualTo(atBob);
    }

    @Test
    @DisplayName(
            "metadata names the key; with too little room the size is told and nothing is lost")
    void metadata() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = open(alice, bob, new StreamQos(32, 0, 0, 0, 0, 5000, 0, StreamQos.JSON));
        Chunk refused = alice.get(stream, NEXT, 10);
        assertThat(refused.status()).isEqualTo(StreamStatus.METADATA_SIZE_INSUFFICIENT);
        assertThat(refused.key()).isEmpty();
        Chunk given = alice.get(stream, NEXT, refused.metadataBytes());
        assertThat(given.metadata()).matches("\\{\"key_ID\":\"[0-9a-f-]{14}8[0-9a-f-]{21}\"}");
        assertThat(given.metadata()).hasSize(refused.metadataBytes());
        Chunk atBob = bob.get(stream, OptionalLong.of(0), 100);
        assertThat(atBob.metadata()).isEqualTo(given.metadata());
        assertThat(key(atBob, 0)).isEqualTo(key(given, 0));
    }

    @Test
    @DisplayName("an application is held to the rate that it asked for")
    void rate() throws IOException {
        StreamClient alice = alice();
        String stream = open(alice, bob(), new StreamQos(32, 256, 0, 0, 0, 100, 0, ""));
        key(alice.get(stream, NEXT, 0), 0);
        // the next chunk of 256 bits is a second away
        assertThat(alice.get(stream, NEXT, 0).status()).isEqualTo(StreamStatus.TIMEOUT);
    }

    @Test
    @DisplayName("after a restart of both servers a stream goes on where it stood")
    void restart() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = open(alice, bob, PATIENT);
        for (int i = 0; i < 5; i++) {
            key(alice.get(stream, NEXT, 0), i);
        }
        key(bob.get(stream, NEXT, 0), 0);
        for (End end : End.values()) {
            servers.get(end).close();
            start(end);
        }
        StreamClient aliceAgain = alice();
        StreamClient bobAgain = bob();
        assertThatThrownBy(() -> aliceAgain.get(stream, NEXT, 0)).hasMessageContaining("NOT_FOUND");
        assertThat(aliceAgain.open(ALICE_APP, BOB_APP, PATIENT, stream).status())
                .isEqualTo(StreamStatus.SUCCESSFUL);
        assertThat(bobAgain.open(ALICE_APP, BOB_APP, PATIENT, stream).status())
                .isEqualTo(StreamStatus.SUCCESSFUL);
        byte[] fifth = key(aliceAgain.get(stream, NEXT, 0), 5);
        key(bobAgain.get(stream, NEXT, 0), 1);
        assertThat(key(bobAgain.get(stream, OptionalLong.of(5), 0), 5)).isEqualTo(fifth);
    }

    @Test
    @DisplayName("a chunk that the other end refuses is skipped at both ends")
    void refusedChunk() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = open(alice, bob, PATIENT);
        for (int i = 0; i < 3; i++) {
            assertThat(key(bob.get(stream, NEXT, 0), i)).isNotEmpty();
        }
        kmes.refuseNext = true;
        for (int i = 0; i < 3; i++) {
            key(alice.get(stream, NEXT, 0), i);
        }
        Chunk afterHole = alice.get(stream, NEXT, 0);
        assertThat(afterHole.index()).isEqualTo(4);
        assertThat(key(bob.get(stream, NEXT, 0), 4)).isEqualTo(key(afterHole, 4));
    }

    @Test
    @DisplayName("two applications of the same KME share a stream")
    void sameKme() throws IOException {
        StreamClient alice = alice();
        StreamClient second = client(ALICE_SECOND, End.ALICE);
        String stream = alice.open(ALICE_APP, ALICE_SECOND, PATIENT, "").stream();
        assertThat(second.open(ALICE_APP, ALICE_SECOND, PATIENT, stream).status())
                .isEqualTo(StreamStatus.SUCCESSFUL);
        assertThat(key(second.get(stream, NEXT, 0), 0))
                .isEqualTo(key(alice.get(stream, NEXT, 0), 0));
    }

    @Test
    @DisplayName("a call of somebody who is not one of the two is refused and gets no key")
    void strangers() throws IOException {
        StreamClient alice = alice();
        StreamClient bob = bob();
        String stream = open(alice, bob, QUICK);
        StreamClient other = client(BOB_SECOND, End.BOB);
        assertThatThrownBy(() -> other.get(stream, NEXT, 0)).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> other.closeStream(stream)).hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> other.open(ALICE_APP, BOB_APP, QUICK, stream))
                .hasMessageContaining("PERMISSION_DENIED");
        // the same id between other applications is another stream
        assertThat(other.open(ALICE_APP, BOB_SECOND, QUICK, stream).status())
                .isEqualTo(StreamStatus.PEER_NOT_CONNECTED);
        assertThatThrownBy(() -> client(LONER, End.BOB).open(LONER, ALICE_APP, QUICK, ""))
                .hasMessageContaining("PERMISSION_DENIED");
        assertThatThrownBy(() -> client(ALICE_APP, End.BOB).open(ALICE_APP, BOB_APP, QUICK, ""))
                .hasMessageContaining("UNAUTHENTICATED");
        assertThatThrownBy(() -> client(new SaeId("x"), End.BOB).get(stream, NEXT, 0))
                .hasMessageContaining("UNAUTHENTICATED");
        assertThat(key(bob.get(stream, NEXT, 0), 0)).isEqualTo(key(alice.get(stream, NEXT, 0), 0));
    }

    @Test
    @DisplayName("what is no UUID, no SAE ID or far ahead is refused with the field and its limit")
    void malformed() throws IOException {
        StreamClient alice = alice();
        assertThatThrownBy(() -> alice.get("1-2", NEXT, 0))
                .hasMessage("INVALID_ARGUMENT: key_stream_id: limit a UUID");
        assertThatThrownBy(() -> alice.open(ALICE_APP, BOB_APP, QUICK, "x"))
                .hasMessageContaining("key_stream_id: limit a UUID");
        String stream = open(alice, bob(), QUICK);
        assertThatThrownBy(() -> alice.get(stream, OptionalLong.of(1000), 0))
                .hasMessageMatching("INVALID_ARGUMENT: index: 1000; limit [0-9]+ now");
        assertThat(
                        alice.open(
                                        new SaeId("qkd://alice-app@kme-ALICE:7443"),
                                        new SaeId("qkd://bob-app@kme-BOB"),
                                        QUICK,
                                        "")
                                .status())
                .isEqualTo(StreamStatus.PEER_NOT_CONNECTED);
    }
}
