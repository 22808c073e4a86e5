package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.error;
import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.Answers.keyId;
import static io.bellwether.keydelivery.Answers.keys;
import static io.bellwether.keydelivery.KeyDeliveryTest.FROM_ALICE;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;
import static io.bellwether.keydelivery.TwoKmes.ODD_NAME;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What clients in the field send, and what they cannot do without. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientRulesTest {
    private TwoKmes kmes;

    @BeforeAll
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory).fill(1 << 18);
    }

    @AfterAll
    void stop() {
        kmes.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "{}",
                "{\"number\":1,\"size\":256}",
                "{\"number\":\"1\",\"size\":\"256\"}",
                "{\"number\":null,\"size\":null,\"additional_slave_SAE_IDs\":null}",
                "{\"additional_target_sae_ids\":[\"x\"],\"number\":1}",
                "{\"unknown\":{\"deep\":[1,{\"er\":null}]},\"flag\":true}",
                "{\"additional_slave_SAE_IDs\":[]}",
                "{\"additional_slave_SAE_IDs\":[\"bob-app\",\"bob-app\"]}",
                "{\"extension_mandatory\":[]}",
                "{\"extension_optional\":[{\"vendor\":1}]}",
                " {\r\n\t\"number\" : 1 } \n"
            })
    @DisplayName("a key request in any of the forms that clients send gives one key of 256 bits")
    void tolerantKeyRequest(String body) {
        assertThat(keys(kmes.post(ALICE_APP, TO_BOB + "enc_keys", body))).hasSize(1);
    }

    @Test
    @DisplayName("a POST without a body, and without a content type, means the defaults")
    void absentBody() {
        var empty =
                HttpRequest.newBuilder(kmes.uri(End.ALICE, TO_BOB + "enc_keys"))
                        .POST(BodyPublishers.noBody());
        assertThat(keys(kmes.exchange(ALICE_APP, empty.build()))).hasSize(1);
        empty.header("Content-Type", "application/json");
        assertThat(keys(kmes.exchange(ALICE_APP, empty.build()))).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "application/json",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "Application/JSON"
            })
    @DisplayName("JSON is taken with and without a character set")
    void jsonTypes(String type) {
        assertThat(keys(kmes.exchange(ALICE_APP, typed(type)))).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    @DisplayName("another content type gets 415 in the form that clients parse")
    void otherTypes(String type) {
        assertThat(error(kmes.exchange(ALICE_APP, typed(type)), 415)).contains("application/json");
    }

    private HttpRequest typed(String type) {
        return HttpRequest.newBuilder(kmes.uri(End.ALICE, TO_BOB + "enc_keys"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"number\":1}"))
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"application/json", "*/*", "application/*", "text/html, */*;q=0.1"})
    @DisplayName("whatever the client accepts beside it, the answer is JSON")
    void accepted(String accept) {
        var request =
                HttpRequest.newBuilder(kmes.uri(End.ALICE, TO_BOB + "status"))
                        .header("Accept", accept);
        var answer = kmes.exchange(ALICE_APP, request.build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/json");
    }

    @Test
    @DisplayName("a browser's Accept gets an error as JSON too")
    void htmlErrors() {
        var request =
                HttpRequest.newBuilder(kmes.uri(End.ALICE, "/nothing"))
                        .header("Accept", "text/html");
        assertThat(error(kmes.exchange(ALICE_APP, request.build()), 404)).isNotBlank();
    }

    @Test
    @DisplayName("members that real clients put into key_IDs are ignored")
    void tolerantKeyIds() {
        var atMaster = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys"));
        String body =
                "{\"key_IDs\":[{\"key_ID\":\"%s\",\"master_SAE_ID\":\"x\",\"key_ID_extension\":{}}],"
                    + "\"key_IDs_extension\":{\"y\":1},\"initiator\":\"z\"}";
        assertThat(
                        keys(
                                kmes.post(
                                        BOB_APP,
                                        FROM_ALICE + "dec_keys",
                                        body.formatted(keyId(atMaster.getFirst())))))
                .isEqualTo(atMaster);
    }

    @Test
    @DisplayName("a key ID is accepted in upper case and answered in lower case")
    void upperCase() {
        var atMaster = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys"));
        String id = keyId(atMaster.getFirst()).toUpperCase();
        assertThat(keys(kmes.get(BOB_APP, FROM_ALICE + "dec_keys?key_ID=" + id)))
                .isEqualTo(atMaster);
    }

    @Test
    @DisplayName("answers are compact JSON in the order of the standard")
    void compact() {
        assertThat(kmes.get(ALICE_APP, TO_BOB + "enc_keys").body())
                .matches(
                        "\\{\"keys\":\\[\\{\"key_ID\":\"[0-9a-f-]{36}\",\"key\":\"[A-Za-z0-9+/]{43}=\"}]}");
        assertThat(kmes.get(ALICE_APP, TO_BOB + "status").body())
                .startsWith("{\"source_KME_ID\":\"kme-ALICE\",\"target_KME_ID\":")
                .doesNotContainPattern("\\s");
        assertThat(kmes.get(ALICE_APP, TO_BOB + "enc_keys?size=7").body())
                .isEqualTo("{\"message\":\"size shall be a multiple of 8\"}");
    }

    @Test
    @DisplayName("an SAE ID with a slash, blanks and non-ASCII letters works percent-encoded")
    void percentEncoding() {
        String encoded =
                URLEncoder.encode(ODD_NAME.value(), StandardCharsets.UTF_8).replace("+", "%20");
        String path = "/api/v1/keys/" + encoded + "/";
        assertThat(
                        json(kmes.get(ALICE_APP, path + "status").body())
                                .get("slave_SAE_ID")
                                .getStringValue())
                .isEqualTo(ODD_NAME.value());
        var atMaster = keys(kmes.get(ALICE_APP, path + "enc_keys"));
        String dec = FROM_ALICE + "dec_keys?key_ID=" + keyId(atMaster.getFirst());
        assertThat(keys(kmes.get(ODD_NAME, dec))).isEqualTo(atMaster);
        String needless = "/api/v1/keys/%62ob%2Dapp/status";
        assertThat(kmes.get(ALICE_APP, needless).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a plus sign and a percent-encoded slash in a path are taken literally")
    void plusIsPlus() {
        String path = "/api/v1/keys/sae%2F1%20+%C3%BC;%25@bob/status";
        assertThat(kmes.get(ALICE_APP, path).statusCode()).isEqualTo(200);
    }
}
