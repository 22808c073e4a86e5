package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.Answers.keyId;
import static io.bellwether.keydelivery.Answers.keys;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.ALICE_SECOND;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_SECOND;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.SaeId;
import io.micronaut.json.tree.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyDeliveryTest {
    static final String TO_BOB = "/api/v1/keys/bob-app/";
    static final String FROM_ALICE = "/api/v1/keys/alice-app/";

    private TwoKmes kmes;

    @BeforeAll
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory).fill(1 << 18);
    }

    @AfterAll
    void stop() {
        kmes.close();
    }

    @Test
    @DisplayName("status tells who, where, how much, and within which limits")
    void status() {
        JsonNode status = json(kmes.get(ALICE_APP, TO_BOB + "status").body());
        assertThat(status.get("source_KME_ID").getStringValue()).isEqualTo("kme-ALICE");
        assertThat(status.get("target_KME_ID").getStringValue()).isEqualTo("kme-BOB");
        assertThat(status.get("master_SAE_ID").getStringValue()).isEqualTo("alice-app");
        assertThat(status.get("slave_SAE_ID").getStringValue()).isEqualTo("bob-app");
        assertThat(status.get("key_size").getIntValue()).isEqualTo(256);
        assertThat(status.get("stored_key_count").getIntValue())
                .isBetween(1, status.get("max_key_count").getIntValue());
        assertThat(status.get("max_key_count").getIntValue()).isEqualTo(1_000_000);
        assertThat(status.get("max_key_per_request").getIntValue()).isEqualTo(128);
        assertThat(status.get("max_key_size").getIntValue()).isEqualTo(16_384);
        assertThat(status.get("min_key_size").getIntValue()).isEqualTo(64);
        assertThat(status.get("max_SAE_ID_count").getIntValue()).isEqualTo(8);
        JsonNode extension = status.get("status_extension");
        assertThat(extension.get("bellwether_key_rate_bits_per_second").getDoubleValue())
                .isEqualTo(1234.5);
        assertThat(extension.get("bellwether_pool_age_seconds").getDoubleValue()).isEqualTo(6.5);
        assertThat(status.size()).isEqualTo(12);
    }

    @Test
    @DisplayName("a key fetched by the master with GET is the key that the slave fetches with GET")
    void getAndGet() {
        JsonNode atAlice = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys")).getFirst();
        JsonNode atBob =
                keys(kmes.get(BOB_APP, FROM_ALICE + "dec_keys?key_ID=" + keyId(atAlice)))
                        .getFirst();
        assertThat(atBob).isEqualTo(atAlice);
        assertThat(Base64.getDecoder().decode(atAlice.get("key").getStringValue())).hasSize(32);
        UUID id = UUID.fromString(keyId(atAlice));
        assertThat(id.version()).isEqualTo(4);
        assertThat(id).hasToString(keyId(atAlice));
    }

    @Test
    @DisplayName("several keys of a chosen size travel with POST at both ends, asked for by Bob")
    void postAndPost() {
        List<JsonNode> atBob =
                keys(kmes.post(BOB_APP, FROM_ALICE + "enc_keys", "{\"number\":3,\"size\":128}"));
        assertThat(atBob).hasSize(3);
        List<JsonNode> atAlice = keys(kmes.post(ALICE_APP, TO_BOB + "dec_keys", keyIds(atBob)));
        assertThat(atAlice).isEqualTo(atBob).doesNotHaveDuplicates();
        assertThat(Base64.getDecoder().decode(atBob.getFirst().get("key").getStringValue()))
                .hasSize(16);
    }

    @Test
    @DisplayName("GET takes number and size from the query")
    void query() {
        List<JsonNode> keys = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys?number=2&size=64"));
        assertThat(keys).hasSize(2);
        assertThat(Base64.getDecoder().decode(keys.getFirst().get("key").getStringValue()))
                .hasSize(8);
    }

    @Test
    @DisplayName("each additional slave, at either end, fetches the same key once")
    void multicast() {
        String body = "{\"additional_slave_SAE_IDs\":[\"bob-second\",\"alice-second\"]}";
        List<JsonNode> atMaster = keys(kmes.post(ALICE_APP, TO_BOB + "enc_keys", body));
        for (SaeId slave : List.of(BOB_APP, BOB_SECOND, ALICE_SECOND)) {
            String path = FROM_ALICE + "dec_keys?key_ID=" + keyId(atMaster.getFirst());
            assertThat(keys(kmes.get(slave, path))).as(slave.value()).isEqualTo(atMaster);
            assertThat(Answers.error(kmes.get(slave, path), 400))
                    .isEqualTo("one or more keys specified are not found on KME");
        }
    }

    @Test
    @DisplayName("two SAEs at the same KME share a key, and the status names that KME twice")
    void sameKme() {
        String toSecond = "/api/v1/keys/alice-second/";
        JsonNode status = json(kmes.get(ALICE_APP, toSecond + "status").body());
        assertThat(status.get("target_KME_ID")).isEqualTo(status.get("source_KME_ID"));
        List<JsonNode> atMaster = keys(kmes.get(ALICE_APP, toSecond + "enc_keys"));
        assertThat(keys(kmes.post(ALICE_SECOND, FROM_ALICE + "dec_keys", keyIds(atMaster))))
                .isEqualTo(atMaster);
    }

    @Test
    @DisplayName("a delivered key leaves the stored count by one")
    void storedCount() {
        int before = storedKeys();
        keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys?number=5"));
        assertThat(storedKeys()).isEqualTo(before - 5);
    }

    private int storedKeys() {
        return json(kmes.get(ALICE_APP, TO_BOB + "status").body())
                .get("stored_key_count")
                .getIntValue();
    }

    static String keyIds(List<JsonNode> keys) {
        StringBuilder body = new StringBuilder("{\"key_IDs\":[");
        for (JsonNode key : keys) {
            body.append(body.length() > 12 ? "," : "")
                    .append("{\"key_ID\":\"")
                    .append(keyId(key))
                    .append("\"}");
        }
        return body.append("]}").toString();
    }
}
