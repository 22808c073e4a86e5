package io.bellwether.keydelivery;

import static io.bellwether.keydelivery.Answers.json;
import static io.bellwether.keydelivery.KeyDeliveryTest.TO_BOB;
import static io.bellwether.keydelivery.TwoKmes.ALICE_APP;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

import javax.net.ssl.SSLContext;

/** What a hostile or broken client sends; after each the server still serves the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsTest {
    private static final String JSON = "Content-Type: application/json";

    private TwoKmes kmes;

    @BeforeAll
    void start(@TempDir Path directory) {
        kmes = new TwoKmes(directory).fill(1 << 16);
    }

    @AfterAll
    void stop() {
        kmes.close();
    }

    @AfterEach
    void stillServes() {
        assertThat(kmes.get(ALICE_APP, TO_BOB + "status").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a body of more than 1 MiB is refused with 413")
    void oversizedBody() throws IOException {
        String body = "{\"x\":\"" + "a".repeat(KeyDeliveryServer.MAX_REQUEST_BYTES) + "\"}";
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer =
                    connection.request("POST", TO_BOB + "enc_keys", body, JSON).read();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(json(answer.body()).get("message").getStringValue()).contains("1048576");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"[", "{\"a\":", "{\"extension_optional\":[", "[[{\"a\":"})
    @DisplayName("JSON nested 100000 deep is refused with 400")
    void deepJson(String opening) throws IOException {
        try (RawConnection connection = connect()) {
            String body = opening.repeat(100_000 / opening.length());
            RawConnection.Answer answer =
                    connection.request("POST", TO_BOB + "enc_keys", body, JSON).read();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("message").hasSizeLessThan(500);
            connection.request("GET", TO_BOB + "status", null);
            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("a number of 10000 digits, a long name and a long string are refused with 400")
    void longTokens() throws IOException {
        try (RawConnection connection = connect()) {
            for (String body :
                    new String[] {
                        "{\"number\":" + "9".repeat(10_000) + "}",
                        "{\"" + "n".repeat(10_000) + "\":1}",
                        "{\"number\":\"" + "9".repeat(10_000) + "\"}"
                    }) {
                RawConnection.Answer answer =
                        connection.request("POST", TO_BOB + "enc_keys", body, JSON).read();
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).hasSizeLessThan(500);
            }
        }
    }

    @Test
    @DisplayName("bytes that are no UTF-8 are refused with 400")
    void notUtf8() throws IOException {
        try (RawConnection connection = connect()) {
            connection
                    .write(
                            "POST "
                                    + TO_BOB
                                    + "enc_keys HTTP/1.1\r\nHost: kme\r\n"
                                    + JSON
                                    + "\r\nContent-Length: 4\r\n\r\n")
                    .write(new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe});
            assertThat(connection.read().status()).isEqualTo(400);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/api/v1/keys/%/status",
                "/api/v1/keys/%zz/status",
                "/api/v1/keys/%00/status",
                "/api/v1/keys/%0d%0aX:1/status",
                "/api/v1/keys//status",
                "/api/v1/keys/../keys/bob-app/x",
                "/api/v1/keys/bob-app/enc_keys?number=%",
                "/api/v1/keys/bob-app/enc_keys?number=1&number=2"
            })
    @DisplayName("a broken path or query is refused, and never with a 5xx")
    void brokenTargets(String target) throws IOException {
        try (RawConnection connection = connect()) {
            RawConnection.Answer answer = connection.request("GET", target, null).read();
            assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
            assertThat(json(answer.body()).get("message").getStringValue()).isNotBlank();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET\r\n\r\n",
                "GET /api HTTP/9.9\r\n\r\n",
                "POST /api/v1/keys/bob-app/enc_keys HTTP/1.1\r\n"
                        + "Host: k\r\n"
                        + "Content-Length: -1\r\n\r\n",
                "POST /api/v1/keys/bob-app/enc_keys HTTP/1.1\r\nHost: k\r\nContent-Length: 2\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /api/v1/keys/bob-app/status HTTP/1.1\r\nHost: k\r\nBad Name: 1\r\n\r\n"
            })
    @DisplayName("what is not HTTP gets an error or a closed connection, and no key")
    void notHttp(String bytes) throws IOException {
        long before = kmes.store(End.ALICE).counts().localFreeBits();
        try (RawConnection connection = connect()) {
            connection.write(bytes);
            connection.socket().shutdownOutput();
            assertThat(firstLine(connection)).doesNotContain(" 200 ");
        }
        assertThat(kmes.store(End.ALICE).counts().localFreeBits()).isEqualTo(before);
    }

    private static String firstLine(RawConnection connection) throws IOException {
        try {
            return "HTTP/1.1 " + connection.read().status() + " ";
        } catch (java.io.EOFException | java.net.SocketException closed) {
            return "closed";
        }
    }

    @Test
    @DisplayName("a client that leaves in the middle of a request takes no key with it")
    void halfARequest() throws IOException {
        long before = kmes.store(End.ALICE).counts().localFreeBits();
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + TO_BOB
                            + "enc_keys HTTP/1.1\r\nHost: kme\r\n"
                            + JSON
                            + "\r\nContent-Length: 100\r\n\r\n{\"number\"");
        }
        stillServes();
        assertThat(kmes.store(End.ALICE).counts().localFreeBits()).isEqualTo(before);
    }

    @Test
    @DisplayName("a client without a certificate gets no answer")
    void noCertificate() {
        assertRefused(kmes.authority.clientContext(null));
    }

    @Test
    @DisplayName("a certificate of another authority gets no answer, whatever name it bears")
    void foreignCertificate() {
        TestAuthority other = new TestAuthority("other authority");
        TestAuthority namesake = new TestAuthority("test authority");
        assertRefused(kmes.authority.clientContext(other.issue(ALICE_APP.value())));
        assertRefused(kmes.authority.clientContext(namesake.issue(ALICE_APP.value())));
    }

    @Test
    @DisplayName("an expired certificate gets no answer")
    void expiredCertificate() {
        Instant past = Instant.now().minusSeconds(60);
        assertRefused(kmes.authority.clientContext(kmes.authority.issue(ALICE_APP.value(), past)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"TLSv1.2", "TLSv1.1"})
    @DisplayName("TLS older than 1.3 is refused")
    void oldTls(String protocol) {
        SSLContext context = kmes.authority.clientContext(kmes.authority.issue("alice-app"));
        assertThatThrownBy(() -> new RawConnection(context, kmes.port(End.ALICE), protocol).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    @DisplayName("plain HTTP on the TLS port gets no answer")
    void plainHttp() throws IOException {
        try (var socket = new java.net.Socket("127.0.0.1", kmes.port(End.ALICE))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: kme\r\n\r\n".getBytes());
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer)).doesNotContain("HTTP/1.1");
        }
    }

    private void assertRefused(SSLContext context) {
        assertThatThrownBy(
                        () -> {
                            try (var connection =
                                    new RawConnection(context, kmes.port(End.ALICE))) {
                                connection.request("GET", TO_BOB + "status", null).read();
                            }
                        })
                .isInstanceOf(IOException.class);
    }

    private RawConnection connect() throws IOException {
        var context = kmes.authority.clientContext(kmes.authority.issue(ALICE_APP.value()));
        return new RawConnection(context, kmes.port(End.ALICE));
    }
}
