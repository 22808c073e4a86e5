package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/** What clients rely on below the level of a request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionRulesTest {
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
    @DisplayName("a connection survives every kind of error, and a body that comes with GET")
    void keepAlive() throws IOException {
        try (RawConnection connection = connect()) {
            String json = "Content-Type: application/json";
            for (int round = 0; round < 2; round++) {
                expect(connection.request("GET", TO_BOB + "enc_keys?size=7", null), 400);
                expect(connection.request("GET", TO_BOB + "status", "{\"a\":1}", json), 200);
                expect(connection.request("GET", TO_BOB + "enc_keys", "{\"number\":9}", json), 200);
                expect(connection.request("POST", TO_BOB + "enc_keys", "{", json), 400);
                expect(connection.request("GET", "/nothing", "{}", json), 404);
                expect(connection.request("PUT", TO_BOB + "enc_keys", "{}", json), 405);
                expect(connection.request("POST", "/api/v1/keys/x/enc_keys", "{}", json), 401);
                String plain = "Content-Type: text/plain";
                expect(connection.request("POST", TO_BOB + "enc_keys", "{}", plain), 415);
                String many = TO_BOB + "enc_keys?number=128&size=16384";
                expect(connection.request("GET", many, null), 503);
            }
            expect(connection.request("GET", TO_BOB + "status", null), 200);
        }
    }

    @Test
    @DisplayName("a GET with a body ignores the body, and answers for what the query says")
    void getWithBody() throws IOException {
        try (RawConnection connection = connect()) {
            connection.request(
                    "GET",
                    TO_BOB + "enc_keys?number=2",
                    "{\"number\":5}",
                    "Content-Type: application/json");
            assertThat(json(connection.read().body()).get("keys").size()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("requests sent in one go are answered in their order")
    void pipelining() throws IOException {
        try (RawConnection connection = connect()) {
            for (int number : List.of(1, 2, 3)) {
                connection.request("GET", TO_BOB + "enc_keys?number=" + number, null);
            }
            for (int number : List.of(1, 2, 3)) {
                assertThat(json(connection.read().body()).get("keys").size()).isEqualTo(number);
            }
        }
    }

    @Test
    @DisplayName("a chunked body is read like any other")
    void chunked() throws IOException {
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + TO_BOB
                            + "enc_keys HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n"
                            + "5\r\n{\"num\r\n8\r\nber\":4} \r\n0\r\n\r\n");
            assertThat(json(connection.read().body()).get("keys").size()).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("a client that waits for 100 Continue before it sends its body gets it")
    void expectContinue() throws IOException {
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + TO_BOB
                            + "enc_keys HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\n"
                            + "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(100);
            connection.write("{\"number\":3}");
            assertThat(json(connection.read().body()).get("keys").size()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("a client that asks for the connection to be closed gets its answer first")
    void connectionClose() throws IOException {
        try (RawConnection connection = connect()) {
            connection.request("GET", TO_BOB + "status", null, "Connection: close");
            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.socket().getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("a client that would rather speak HTTP/2 is served with HTTP/1.1")
    void http2Client() throws IOException, InterruptedException {
        var context = kmes.authority.clientContext(kmes.authority.issue(ALICE_APP.value()));
        var request = HttpRequest.newBuilder(kmes.uri(End.ALICE, TO_BOB + "status")).build();
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    private static void expect(RawConnection connection, int status) throws IOException {
        RawConnection.Answer answer = connection.read();
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("connection")).isNotEqualTo("close");
        if (status != 200) {
            assertThat(json(answer.body()).get("message").getStringValue()).isNotBlank();
        }
    }

    private RawConnection connect() throws IOException {
        var context = kmes.authority.clientContext(kmes.authority.issue(ALICE_APP.value()));
        return new RawConnection(context, kmes.port(End.ALICE));
    }
}
