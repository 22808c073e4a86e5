package io.bellwether.keydelivery.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.keydelivery.RawConnection;
import io.bellwether.keydelivery.conformance.KmePair.ClientKind;
import io.micronaut.json.tree.JsonNode;

import java.io.IOException;
import java.util.List;

import javax.net.ssl.SSLContext;

/** What a row cannot say with one request and one answer. */
final class WireScenarios {
    private final KmePair pair;
    private final Roles roles;
    private final String context;

    WireScenarios(KmePair pair, Roles roles, String context) {
        this.pair = pair;
        this.roles = roles;
        this.context = context;
    }

    void run(Case row) throws IOException {
        switch (row.request()) {
            case "@pipelining" -> pipelining();
            case "@slow-request" -> slowRequest();
            case "@many-slow-requests" -> manySlowRequests();
            case "@half-closed" -> halfClosed();
            case "@abandoned-request" -> abandonedRequest();
            case "@abandoned-answer" -> abandonedAnswer();
            case "@chunked" -> chunked(row.status());
            case "@expect-continue" -> expectContinue();
            case "@connection-close" -> connectionClose();
            case "@oversized" -> oversized(row.status());
            case "@plain-http" -> plainHttp();
            case "@no-certificate" -> refused(ClientKind.NONE);
            case "@foreign-certificate" -> refused(ClientKind.FOREIGN);
            case "@expired-certificate" -> refused(ClientKind.EXPIRED);
            case "@not-yet-valid-certificate" -> refused(ClientKind.NOT_YET_VALID);
            case "@tls-1.1" -> refusedProtocol("TLSv1.1");
            case "@tls-1.0" -> refusedProtocol("TLSv1");
            case "@tls-1.2" -> refusedProtocol("TLSv1.2");
            case "@smuggling" -> smuggling();
            case "@http-1.0" -> http10(row.status());
            case "@leading-empty-line" -> leadingEmptyLine();
            default -> throw new IllegalArgumentException("scenario: " + row.request());
        }
    }

    private String path(String method) {
        return "/api/v1/keys/" + roles.sae("slave") + "/" + method;
    }

    private RawConnection connect() throws IOException {
        return new RawConnection(
                pair.client(ClientKind.GOOD, roles.sae("master")), pair.port(roles.masterEnd()));
    }

    private JsonNode read(RawConnection connection, int status) throws IOException {
        return Expectation.form(connection.read(), status, context);
    }

    private void serves(RawConnection connection) throws IOException {
        connection.request("GET", path("status"), null);
        read(connection, 200);
    }

    private void pipelining() throws IOException {
        try (RawConnection connection = connect()) {
            for (int number : List.of(1, 2, 3)) {
                connection.request("GET", path("enc_keys?number=" + number), null);
            }
            for (int number : List.of(1, 2, 3)) {
                assertThat(read(connection, 200).get("keys").size()).isEqualTo(number);
            }
        }
    }

    private void slowRequest() throws IOException {
        try (RawConnection slow = connect();
                RawConnection other = connect()) {
            String request = "GET " + path("status") + " HTTP/1.1\r\nHost: kme\r\n\r\n";
            for (char letter : request.toCharArray()) {
                slow.write(String.valueOf(letter));
                if (letter == '\n') {
                    serves(other);
                }
            }
            read(slow, 200);
        }
    }

    private void manySlowRequests() throws IOException {
        List<RawConnection> slow = new java.util.ArrayList<>();
        try (RawConnection other = connect()) {
            for (int i = 0; i < 40; i++) {
                RawConnection connection = connect();
                slow.add(connection);
                connection.write(
                        "POST "
                                + path("enc_keys")
                                + " HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 50\r\n\r\n{");
            }
            serves(other);
        } finally {
            for (RawConnection connection : slow) {
                connection.close();
            }
        }
    }

    private void halfClosed() throws IOException {
        try (RawConnection connection = connect()) {
            connection.request("GET", path("status"), null);
            connection.socket().shutdownOutput();
            // a server may answer or close: what it may not do is hang or fall over
            try {
                assertThat(connection.read().status()).as(context).isEqualTo(200);
            } catch (java.io.EOFException | java.net.SocketException closed) {
                assertThat(closed).as(context).isNotNull();
            }
        }
        servesAnew();
    }

    private void servesAnew() throws IOException {
        try (RawConnection connection = connect()) {
            serves(connection);
        }
    }

    private long storedKeys() throws IOException {
        try (RawConnection connection = connect()) {
            connection.request("GET", path("status"), null);
            return read(connection, 200).get("stored_key_count").getLongValue();
        }
    }

    private void abandonedRequest() throws IOException {
        long before = storedKeys();
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + path("enc_keys")
                            + " HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 100\r\n\r\n{\"number\"");
        }
        assertThat(storedKeys()).as(context).isEqualTo(before);
    }

    private void abandonedAnswer() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (RawConnection connection = connect()) {
                connection.request("GET", path("enc_keys"), null);
            }
        }
        servesAnew();
    }

    private void chunked(int status) throws IOException {
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + path("enc_keys")
                            + " HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n"
                            + "5\r\n{\"num\r\n8\r\nber\":2} \r\n0\r\n\r\n");
            assertThat(read(connection, status).get("keys").size()).isEqualTo(2);
            serves(connection);
        }
    }

    private void expectContinue() throws IOException {
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + path("enc_keys")
                            + " HTTP/1.1\r\nHost: kme\r\nContent-Type: application/json\r\n"
                            + "Expect: 100-continue\r\nContent-Length: 12\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(100);
            connection.write("{\"number\":1}");
            assertThat(read(connection, 200).get("keys").size()).isEqualTo(1);
        }
    }

    private void connectionClose() throws IOException {
        try (RawConnection connection = connect()) {
            connection.request("GET", path("status"), null, "Connection: close");
            assertThat(connection.read().status()).as(context).isEqualTo(200);
            assertThat(connection.socket().getInputStream().read()).as(context).isEqualTo(-1);
        }
    }

    private void oversized(int status) throws IOException {
        String body = "{\"x\":\"" + "a".repeat(1 << 20) + "\"}";
        try (RawConnection connection = connect()) {
            connection.request("POST", path("enc_keys"), body, "Content-Type: application/json");
            assertThat(read(connection, status).get("message").getStringValue())
                    .contains("1048576");
        }
        servesAnew();
    }

    private void smuggling() throws IOException {
        long before = storedKeys();
        try (RawConnection connection = connect()) {
            connection.write(
                    "POST "
                            + path("status")
                            + " HTTP/1.1\r\nHost: k\r\nContent-Length: 6\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET "
                            + path("enc_keys")
                            + " HTTP/1.1\r\nHost: k\r\n\r\n");
            try {
                assertThat(connection.read().status()).as(context).isBetween(400, 499);
            } catch (java.io.EOFException | java.net.SocketException closed) {
                assertThat(closed).as(context).isNotNull();
            }
        }
        assertThat(storedKeys()).as(context).isEqualTo(before);
    }

    private void http10(int status) throws IOException {
        try (RawConnection connection = connect()) {
            connection.write("GET " + path("status") + " HTTP/1.0\r\nHost: kme\r\n\r\n");
            assertThat(connection.read().status()).as(context).isEqualTo(status);
        }
    }

    private void leadingEmptyLine() throws IOException {
        try (RawConnection connection = connect()) {
            connection.write("\r\n");
            serves(connection);
        }
    }

    private void plainHttp() throws IOException {
        try (var socket = new java.net.Socket("127.0.0.1", pair.port(roles.masterEnd()))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: kme\r\n\r\n".getBytes());
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer)).as(context).doesNotContain("HTTP/1.1");
        }
        servesAnew();
    }

    private void refused(ClientKind kind) throws IOException {
        SSLContext client = pair.client(kind, roles.sae("master"));
        assertThatThrownBy(
                        () -> {
                            try (var connection =
                                    new RawConnection(client, pair.port(roles.masterEnd()))) {
                                connection.request("GET", path("status"), null).read();
                            }
                        })
                .as(context)
                .isInstanceOf(IOException.class);
        servesAnew();
    }

    private void refusedProtocol(String protocol) throws IOException {
        SSLContext client = pair.client(ClientKind.GOOD, roles.sae("master"));
        assertThatThrownBy(() ->
                        new RawConnection(client, pair.port(roles.masterEnd()), protocol).close())
                .as(context)
                .isInstanceOf(IOException.class);
        servesAnew();
    }
}
