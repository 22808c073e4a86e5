package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.error;
import static io.bellwether.keydelivery.Answers.keyId;
import static io.bellwether.keydelivery.Answers.keys;
import static io.bellwether.keydelivery.KeyDeliveryTest.FROM_ALICE;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.ALICE_SECOND;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_SECOND;
import static io.bellwether.keydelivery.TwoKmes.LONER;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

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
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.UUID;

/** The error table of the standard and of our own limits. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedRequestsTest {
    private static final String NOT_FOUND = "one or more keys specified are not found on KME";

    private TwoKmes kmes;
    private long availableBefore;

    @BeforeAll
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory).fill(1 << 16);
    }

    @AfterAll
    void stop() {
        kmes.close();
    }

    @BeforeEach
    void remember() {
        availableBefore = kmes.store(End.ALICE).counts().localFreeBits();
    }

    @AfterEach
    void nothingIsLeftReserved() {
        assertThat(kmes.store(End.ALICE).unconfirmedReservations()).isEmpty();
    }

    @ParameterizedTest(name = "size {0}")
    @ValueSource(strings = {"257", "1", "65", "0001"})
    @DisplayName("a size that is not a multiple of 8 is refused with the standard's words")
    void oddSize(String size) {
        assertThat(error(kmes.get(ALICE_APP, TO_BOB + "enc_keys?size=" + size), 400))
                .isEqualTo("size shall be a multiple of 8");
        assertThat(
                        error(
                                kmes.post(
                                        ALICE_APP,
                                        TO_BOB + "enc_keys",
                                        "{\"size\":\"%s\"}".formatted(size)),
                                400))
                .isEqualTo("size shall be a multiple of 8");
        assertNothingReserved();
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "size,56",
        "size,16392",
        "size,0",
        "size,-8",
        "size,999999999999",
        "size,abc",
        "size,2.5",
        "number,0",
        "number,129",
        "number,-1",
        "number,1e2",
        "number,1.0",
        "number,%20",
        "number,99999999999999999999"
    })
    @DisplayName("a number or size out of range is refused, naming the member and the limit")
    void outOfRange(String member, String value) {
        String message =
                error(kmes.get(ALICE_APP, TO_BOB + "enc_keys?%s=%s".formatted(member, value)), 400);
        assertThat(message).startsWith(member + ": ").contains("limit a whole number from");
        assertNothingReserved();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "{\"number\":true}",
                "{\"number\":[1]}",
                "{\"number\":{}}",
                "{\"number\":1.5}",
                "{\"number\":\"one\"}",
                "{\"number\":\"\"}",
                "{\"size\":\" 256\"}",
                "{\"size\":256.0}",
                "{\"additional_slave_SAE_IDs\":\"bob-second\"}",
                "{\"additional_slave_SAE_IDs\":[1]}",
                "{\"additional_slave_SAE_IDs\":[\"\"]}",
                "{\"additional_slave_SAE_IDs\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\"]}",
                "{\"extension_mandatory\":{}}",
                "{\"extension_mandatory\":[1]}",
                "{\"extension_optional\":\"x\"}",
                "[]",
                "\"number\"",
                "1",
                "null",
                "{",
                "{\"number\":}",
                "{\"number\":1,}",
                "{\"number\":1}{}",
                "{\"number\":1} x",
                "{'number':1}",
                "{\"number\":1,\"number\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{\"number\":NaN}",
                "{\"number\":01}",
                "number=1"
            })
    @DisplayName("a malformed body, a wrong type or a member that stands twice is refused")
    void malformed(String body) {
        assertThat(error(kmes.post(ALICE_APP, TO_BOB + "enc_keys", body), 400)).isNotBlank();
        assertNothingReserved();
    }

    @Test
    @DisplayName("any mandatory extension is refused with the standard's words")
    void mandatoryExtension() {
        String body = "{\"extension_mandatory\":[{\"vendor_route\":\"x\"}]}";
        assertThat(error(kmes.post(ALICE_APP, TO_BOB + "enc_keys", body), 400))
                .isEqualTo("not all extension_mandatory parameters are supported");
        assertNothingReserved();
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"key_IDs\":[]}",
                "{\"key_IDs\":null}",
                "{\"key_IDs\":\"x\"}",
                "{\"key_IDs\":[\"x\"]}",
                "{\"key_IDs\":[{}]}",
                "{\"key_IDs\":[{\"key_ID\":7}]}"
            })
    @DisplayName("dec_keys without well-formed key IDs is refused, naming the member")
    void malformedKeyIds(String body) {
        assertThat(error(kmes.post(BOB_APP, FROM_ALICE + "dec_keys", body), 400))
                .contains("key_ID");
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(
            strings = {
                "00000000-0000-4000-8000-000000000000",
                "1-1-1-1-1",
                "not-a-uuid",
                "",
                "00000000000040008000000000000000"
            })
    @DisplayName("a key ID that no key has is refused with the standard's words")
    void unknownKeyId(String id) {
        assertThat(error(kmes.get(BOB_APP, FROM_ALICE + "dec_keys?key_ID=" + id), 400))
                .isEqualTo(NOT_FOUND);
        String body = "{\"key_IDs\":[{\"key_ID\":\"%s\"}]}".formatted(id);
        assertThat(error(kmes.post(BOB_APP, FROM_ALICE + "dec_keys", body), 400))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    @DisplayName("one unknown ID fails the whole request and consumes nothing")
    void allOrNothing() {
        var atMaster = keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys"));
        String body =
                "{\"key_IDs\":[{\"key_ID\":\"%s\"},{\"key_ID\":\"%s\"}]}"
                        .formatted(keyId(atMaster.getFirst()), UUID.randomUUID());
        assertThat(error(kmes.post(BOB_APP, FROM_ALICE + "dec_keys", body), 400))
                .isEqualTo(NOT_FOUND);
        String path = FROM_ALICE + "dec_keys?key_ID=" + keyId(atMaster.getFirst());
        assertThat(keys(kmes.get(BOB_APP, path))).isEqualTo(atMaster);
        assertThat(error(kmes.get(BOB_APP, path), 400)).isEqualTo(NOT_FOUND);
    }

    @Test
    @DisplayName("GET dec_keys needs exactly one key_ID; a key_ID stands once in a request")
    void keyIdCounts() {
        assertThat(error(kmes.get(BOB_APP, FROM_ALICE + "dec_keys"), 400)).contains("key_ID");
        String twice = FROM_ALICE + "dec_keys?key_ID=a&key_ID=b";
        assertThat(error(kmes.get(BOB_APP, twice), 400)).contains("key_ID: 2 times");
        String id = UUID.randomUUID().toString();
        String body =
                "{\"key_IDs\":[{\"key_ID\":\"%s\"},{\"key_ID\":\"%s\"}]}"
                        .formatted(id, id.toUpperCase());
        assertThat(error(kmes.post(BOB_APP, FROM_ALICE + "dec_keys", body), 400)).contains("twice");
    }

    @Test
    @DisplayName("a slave that was not named, and a path with another master, get 401 and no key")
    void foreignKeys() {
        String id = keyId(keys(kmes.get(ALICE_APP, TO_BOB + "enc_keys")).getFirst());
        error(kmes.get(BOB_SECOND, FROM_ALICE + "dec_keys?key_ID=" + id), 401);
        error(kmes.get(ALICE_SECOND, FROM_ALICE + "dec_keys?key_ID=" + id), 401);
        error(kmes.get(ALICE_APP, TO_BOB + "dec_keys?key_ID=" + id), 401);
        error(kmes.get(BOB_APP, "/api/v1/keys/alice-second/dec_keys?key_ID=" + id), 401);
        assertThat(keys(kmes.get(BOB_APP, FROM_ALICE + "dec_keys?key_ID=" + id))).hasSize(1);
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {"status", "enc_keys", "dec_keys?key_ID=x"})
    @DisplayName("an unregistered caller, an unknown partner and a pair that may not talk get 401")
    void unauthorised(String operation) {
        error(kmes.get(new SaeId("stranger"), TO_BOB + operation), 401);
        error(kmes.get(ALICE_APP, "/api/v1/keys/nobody/" + operation), 401);
        error(kmes.get(ALICE_APP, "/api/v1/keys/loner/" + operation), 401);
        error(kmes.get(LONER, FROM_ALICE + operation), 401);
        error(kmes.get(ALICE_APP, "/api/v1/keys/alice-app/" + operation), 401);
        assertNothingReserved();
    }

    @Test
    @DisplayName("an additional slave that may not share keys with the caller gets the request 401")
    void unauthorisedAdditionalSlave() {
        String body = "{\"additional_slave_SAE_IDs\":[\"bob-second\",\"loner\"]}";
        error(kmes.post(ALICE_APP, TO_BOB + "enc_keys", body), 401);
        assertNothingReserved();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "PUT,/api/v1/keys/bob-app/enc_keys,405",
        "DELETE,/api/v1/keys/bob-app/enc_keys,405",
        "PATCH,/api/v1/keys/bob-app/dec_keys,405",
        "OPTIONS,/api/v1/keys/bob-app/enc_keys,405",
        "POST,/api/v1/keys/bob-app/status,405",
        "GET,/,404",
        "GET,/api/v1/keys,404",
        "GET,/api/v1/keys/bob-app,404",
        "GET,/api/v1/keys/bob-app/ENC_KEYS,404",
        "GET,/api/v2/keys/bob-app/status,404",
        "GET,/api/v1/keys/bob-app/status/more,404",
        "GET,/api/v1/keys/bob-app/x/enc_keys,404"
    })
    @DisplayName("other paths and methods get 404 and 405 in the form that clients parse")
    void otherPathsAndMethods(String method, String path, int status) {
        assertThat(error(kmes.send(ALICE_APP, method, path, null), status)).isNotBlank();
        assertNothingReserved();
    }

    @Test
    @DisplayName("HEAD never consumes a key")
    void head() {
        assertThat(kmes.send(ALICE_APP, "HEAD", TO_BOB + "enc_keys", null).statusCode())
                .isEqualTo(405);
        assertNothingReserved();
    }

    @Test
    @DisplayName("more than is stored is 503 with Retry-After, and takes nothing")
    void notEnough() {
        var answer = kmes.get(ALICE_APP, TO_BOB + "enc_keys?number=128&size=16384");
        assertThat(error(answer, 503)).isNotBlank();
        assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        assertNothingReserved();
    }

    private void assertNothingReserved() {
        assertThat(kmes.store(End.ALICE).counts().localFreeBits()).isEqualTo(availableBefore);
    }
}
