package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.error;
import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.Answers.keyId;
import static io.bellwether.keydelivery.Answers.keys;
import static io.bellwether.keydelivery.KeyDeliveryTest.FROM_ALICE;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.keystore.Reservation;
import io.bellwether.keystore.StoreProgress;
import io.bellwether.keystore.StoredBlock;
import io.micronaut.json.tree.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

class PeerFailureTest {
    private TwoKmes kmes;

    @BeforeEach
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory);
    }

    @AfterEach
    void stop() {
        kmes.close();
    }

    @Test
    @DisplayName("an empty store answers 503 with Retry-After and a stored count of 0")
    void empty() {
        var answer = kmes.get(ALICE_APP, TO_BOB + "enc_keys");
        error(answer, 503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertThat(
                        json(kmes.get(ALICE_APP, TO_BOB + "status").body())
                                .get("stored_key_count")
                                .getIntValue())
                .isZero();
    }

    @Test
    @DisplayName("while the peer is away nothing is handed out and nothing drains away")
    void linkDown() {
        kmes.fill(2 * 1024);
        kmes.linkDown = true;
        for (int attempt = 0; attempt < 10; attempt++) {
            var answer = kmes.get(ALICE_APP, TO_BOB + "enc_keys?number=2");
            error(answer, 503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        }
        List<String> waiting =
                kmes.store(End.ALICE).unconfirmedReservations().stream()
                        .map(Reservation::keyId)
                        .map(Object::toString)
                        .toList();
        assertThat(waiting).hasSize(2);
        kmes.linkDown = false;
        List<JsonNode> atMaster = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys?number=4"));
        assertThat(atMaster.stream().map(Answers::keyId)).containsAll(waiting);
        assertThat(
                        keys(
                                kmes.post(
                                        BOB_APP,
                                        FROM_ALICE + "dec_keys",
                                        KeyDeliveryTest.keyIds(atMaster))))
                .isEqualTo(atMaster);
    }

    @Test
    @DisplayName("a store that was put back to an older state answers 503 and hands nothing out")
    void putBack() {
        kmes.fill(2 * 1024);
        List<JsonNode> atMaster = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys"));
        var peerAhead = new StoreProgress(0, 0, 1000, 0);
        for (End end : End.values()) {
            var store = kmes.store(end);
            store.meetPeer(store.progress(), peerAhead, StoreProgress.NONE);
        }
        error(kmes.get(ALICE_APP, TO_BOB + "enc_keys"), 503);
        String path = FROM_ALICE + "dec_keys?key_ID=" + keyId(atMaster.getFirst());
        error(kmes.get(BOB_APP, path), 503);
        assertThat(
                        json(kmes.get(ALICE_APP, TO_BOB + "status").body())
                                .get("stored_key_count")
                                .getIntValue())
                .isZero();
    }

    @Test
    @DisplayName("a slave can fetch at its end while the peer is away")
    void fetchWhileDown() {
        kmes.fill(2 * 1024);
        List<JsonNode> atMaster = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys"));
        kmes.linkDown = true;
        String path = FROM_ALICE + "dec_keys?key_ID=" + keyId(atMaster.getFirst());
        assertThat(keys(kmes.get(BOB_APP, path))).isEqualTo(atMaster);
    }

    @Test
    @DisplayName("keys from a block that the peer does not have are burnt, not handed out")
    void peerRefuses() {
        BlockId id = new BlockId(new UUID(7, 7));
        kmes.store(End.ALICE)
                .storeBlock(
                        new StoredBlock(
                                id, new SecretBits(BitArray.ofLength(256)), new byte[32], 256));
        kmes.store(End.ALICE).markDeliverable(id);
        error(kmes.get(ALICE_APP, TO_BOB + "enc_keys"), 503);
        assertThat(kmes.store(End.ALICE).unconfirmedReservations()).isEmpty();
        assertThat(kmes.store(End.ALICE).counts().localFreeBits()).isZero();
    }

    @Test
    @DisplayName("8 clients at each end get every key once, and the slaves get the same")
    void exactlyOnceUnderLoad() throws Exception {
        kmes.fill(2 * 160 * 256);
        Map<String, JsonNode> handedOut = new ConcurrentHashMap<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<? extends Future<?>> running =
                    IntStream.range(0, 8)
                            .mapToObj(i -> threads.submit(() -> drain(i % 2 == 0, handedOut)))
                            .toList();
            for (Future<?> client : running) {
                client.get();
            }
        }
        assertThat(handedOut).hasSize(320);
        assertThat(handedOut.values().stream().map(key -> key.get("key").getStringValue()))
                .doesNotHaveDuplicates();
    }

    private void drain(boolean fromAlice, Map<String, JsonNode> handedOut) {
        String enc = (fromAlice ? TO_BOB : FROM_ALICE) + "enc_keys?number=4";
        var master = fromAlice ? ALICE_APP : BOB_APP;
        var slave = fromAlice ? BOB_APP : ALICE_APP;
        String dec = (fromAlice ? FROM_ALICE : TO_BOB) + "dec_keys";
        for (var answer = kmes.get(master, enc);
                answer.statusCode() != 503;
                answer = kmes.get(master, enc)) {
            List<JsonNode> keys = keys(answer);
            for (JsonNode key : keys) {
                assertThat(handedOut.put(keyId(key), key)).isNull();
            }
            assertThat(keys(kmes.post(slave, dec, KeyDeliveryTest.keyIds(keys)))).isEqualTo(keys);
        }
    }
}
