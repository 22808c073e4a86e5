package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.KeyDeliveryTest.FROM_ALICE;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;
import static io.bellwether.keydelivery.TwoKmes.BOB_APP;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requests that are answered before the web framework, and those that go on to it: a client cannot
 * tell one from the other. An Accept of its own sends a request to the framework.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectRequestsTest {
    private static final String TO_FRAMEWORK = "Accept: application/json, text/plain";

    private static final String JSON = "Content-Type: application/json";

    private TwoKmes kmes;

    @BeforeAll
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory).fill(1 << 18);
    }

    @AfterAll
    void stop() {
        kmes.close();
    }

    private RawConnection connect(SaeId sae, End end) throws IOException {
        var context = kmes.authority.clientContext(kmes.authority.issue(sae.value()));
        return new RawConnection(context, kmes.port(end));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TO_BOB + "status",
                TO_BOB + "status?number=7",
                "/api/v1/keys/nobody/status",
                "/api/v1/keys/loner/enc_keys",
                "/api/v1/keys/alice-app/enc_keys",
                TO_BOB + "enc_keys?size=257",
                TO_BOB + "enc_keys?size=9",
                TO_BOB + "enc_keys?number=0",
                TO_BOB + "enc_keys?number=1&number=1",
                TO_BOB + "enc_keys?number",
                TO_BOB + "enc_keys?number=128&size=16384",
                TO_BOB + "dec_keys",
                TO_BOB + "dec_keys?key_ID=none",
                TO_BOB + "dec_keys?key_ID=00000000-0000-4000-8000-000000000000",
                TO_BOB + "nothing",
            })
    @DisplayName("a GET gets the same status, headers and body either way")
    void alike(String target) throws IOException {
        try (RawConnection connection = connect(ALICE_APP, End.ALICE)) {
            RawConnection.Answer direct = connection.request("GET", target, null).read();
            RawConnection.Answer framework =
                    connection.request("GET", target, null, TO_FRAMEWORK).read();
            assertThat(direct.status()).isEqualTo(framework.status());
            assertThat(direct.body()).isEqualTo(framework.body());
            framework.headers().remove("date");
            assertThat(direct.headers()).containsAllEntriesOf(framework.headers());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "enc_keys {",
                "enc_keys []",
                "enc_keys {\"number\":0}",
                "enc_keys {\"number\":1,\"number\":1}",
                "enc_keys {\"size\":257}",
                "enc_keys {\"number\":128,\"size\":16384}",
                "enc_keys {\"extension_mandatory\":[{\"x\":1}]}",
                "enc_keys {\"additional_slave_SAE_IDs\":[\"nobody\"]}",
                "enc_keys?number=0 {\"number\":0}",
                "dec_keys ",
                "dec_keys {}",
                "dec_keys {\"key_IDs\":[]}",
                "dec_keys {\"key_IDs\":[{\"key_ID\":\"00000000-0000-4000-8000-000000000000\"}]}",
                "dec_keys {\"key_IDs\":7}",
                "status {}",
                "nothing {}",
            })
    @DisplayName("a POST of JSON gets the same status, headers and body either way")
    void postsAlike(String request) throws IOException {
        String target = TO_BOB + request.substring(0, request.indexOf(' '));
        String body = request.substring(request.indexOf(' ') + 1);
        try (RawConnection connection = connect(ALICE_APP, End.ALICE)) {
            RawConnection.Answer direct = connection.request("POST", target, body, JSON).read();
            RawConnection.Answer framework =
                    connection.request("POST", target, body, JSON, TO_FRAMEWORK).read();
            assertThat(direct.status()).isEqualTo(framework.status());
            assertThat(direct.body()).isEqualTo(framework.body());
            framework.headers().remove("date");
            assertThat(direct.headers()).containsAllEntriesOf(framework.headers());
        }
    }

    @Test
    @DisplayName("a body that comes in pieces, and one longer than is read here, are read whole")
    void bodies() throws IOException {
        try (RawConnection connection = connect(ALICE_APP, End.ALICE)) {
            String head = "POST %senc_keys HTTP/1.1\r\nHost: k\r\n%s\r\nContent-Length: %d\r\n\r\n";
            String small = "{\"number\":3}";
            connection.write(head.formatted(TO_BOB, JSON, small.length()));
            for (char c : small.toCharArray()) {
                connection.write(String.valueOf(c));
            }
            assertThat(json(connection.read().body()).get("keys").size()).isEqualTo(3);
            for (int bytes :
                    List.of(DirectTarget.MOST_BODY_BYTES, DirectTarget.MOST_BODY_BYTES + 1)) {
                String large = " ".repeat(bytes - small.length()) + small;
                RawConnection.Answer answer =
                        connection.request("POST", TO_BOB + "enc_keys", large, JSON).read();
                assertThat(json(answer.body()).get("keys").size()).isEqualTo(3);
            }
        }
    }

    @Test
    @DisplayName("only a POST of little JSON, whose length is told once, is plain")
    void plainPosts() {
        assertThat(posted("Content-Length", "2")).isPresent();
        assertThat(posted("Content-Length", "2", "Content-Type", "application/json")).isPresent();
        assertThat(posted("Content-Length", "16384")).isPresent();
        assertThat(posted("Content-Length", "16385")).isEmpty();
        assertThat(posted("Content-Length", "-2")).isEmpty();
        assertThat(posted("Content-Length", "2", "Content-Length", "2")).isEmpty();
        assertThat(posted("Content-Length", "2", "Content-Type", "text/plain")).isEmpty();
        assertThat(posted("Content-Length", "2", "Expect", "100-continue")).isEmpty();
        assertThat(posted("Transfer-Encoding", "chunked")).isEmpty();
        assertThat(posted()).isEmpty();
    }

    private static Optional<DirectTarget> posted(String... headers) {
        var request =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, TO_BOB + "enc_keys");
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        return DirectTarget.of(request);
    }

    @Test
    @DisplayName("keys that are asked for either way are the same at the other end")
    void keys() throws IOException {
        try (RawConnection alice = connect(ALICE_APP, End.ALICE);
                RawConnection bob = connect(BOB_APP, End.BOB)) {
            for (boolean direct : List.of(true, false, true)) {
                String[] there = direct ? new String[0] : new String[] {TO_FRAMEWORK};
                String[] back = direct ? new String[] {TO_FRAMEWORK} : new String[0];
                String key = alice.request("GET", TO_BOB + "enc_keys", null, there).read().body();
                String id = json(key).get("keys").get(0).get("key_ID").getStringValue();
                assertThat(
                                bob.request("GET", FROM_ALICE + "dec_keys?key_ID=" + id, null, back)
                                        .read()
                                        .body())
                        .isEqualTo(key);
            }
        }
    }

    @Test
    @DisplayName("requests of both kinds, sent in one go, are answered in their order")
    void inOrder() throws IOException {
        try (RawConnection connection = connect(ALICE_APP, End.ALICE)) {
            StringBuilder all = new StringBuilder();
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int number = 1 + i % 5;
                numbers.add(number);
                boolean post = i % 3 == 1;
                String body = "{\"number\":" + number + ",\"size\":64}";
                all.append(
                        post
                                ? "POST %senc_keys HTTP/1.1\r\nHost: k\r\nContent-Length: %d\r\n\r\n%s"
                                        .formatted(TO_BOB, body.length(), body)
                                : "GET %senc_keys?size=64&number=%d HTTP/1.1\r\nHost: k\r\n\r\n"
                                        .formatted(TO_BOB, number));
                if (i % 4 == 0) {
                    all.append("GET %sstatus HTTP/1.1\r\nHost: k\r\n\r\n".formatted(TO_BOB));
                    numbers.add(0);
                }
            }
            connection.write(all.toString());
            for (int number : numbers) {
                RawConnection.Answer answer = connection.read();
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                var answered = json(answer.body());
                assertThat(number == 0 ? answered.get("key_size") != null : true).isTrue();
                if (number > 0) {
                    assertThat(answered.get("keys").size()).isEqualTo(number);
                }
            }
        }
    }

    @Test
    @DisplayName("every request is told of with its method, who asked and the answer's status")
    void counted() throws IOException {
        try (RawConnection alice = connect(ALICE_APP, End.ALICE);
                RawConnection nobody = connect(new SaeId("unheard-of"), End.ALICE)) {
            kmes.answered.clear();
            alice.request("GET", TO_BOB + "status", null).read();
            alice.request("GET", TO_BOB + "status", null, TO_FRAMEWORK).read();
            alice.request("GET", TO_BOB + "enc_keys?size=9", null).read();
            alice.request("POST", TO_BOB + "enc_keys?x=/y", "{", "Content-Type: text/plain").read();
            alice.request("GET", "/elsewhere", null).read();
            nobody.request("GET", TO_BOB + "status", null).read();
            assertThat(kmes.answered)
                    .extracting(
                            AnsweredRequest::method, AnsweredRequest::sae, AnsweredRequest::status)
                    .containsExactly(
                            tuple("status", ALICE_APP, 200),
                            tuple("status", ALICE_APP, 200),
                            tuple("enc_keys", ALICE_APP, 400),
                            tuple("enc_keys", ALICE_APP, 415),
                            tuple("other", ALICE_APP, 404),
                            tuple("status", null, 401));
            assertThat(kmes.answered)
                    .allSatisfy(request -> assertThat(request.seconds()).isPositive());
        }
    }

    private static org.assertj.core.groups.Tuple tuple(String method, SaeId sae, int status) {
        return org.assertj.core.groups.Tuple.tuple(method, Optional.ofNullable(sae), status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/keys/bob-app/status/",
                "/api/v1/keys/bob%2Dapp/status",
                "/api/v1/keys/../status",
                "/api/v1/keys/bob-app/enc_keys?number=%31",
                "/api/v1/keys/bob-app/enc_keys?number=+1",
                "/api/v1/keys/bob-app/enc_keys?number=1#x",
                "https://kme/api/v1/keys/bob-app/status",
                "/api/v1/keys//status",
                "*",
            })
    @DisplayName("a target that has to be decoded or is out of the ordinary goes to the framework")
    void notPlain(String target) {
        var request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
        assertThat(DirectTarget.of(request)).isEmpty();
    }
}
