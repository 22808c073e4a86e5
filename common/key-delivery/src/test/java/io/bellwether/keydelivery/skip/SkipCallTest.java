package io.bellwether.keydelivery.skip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

class SkipCallTest {
    private static final String KEY_ID = "0102030405060708090a0b0c0d0e0f10";

    @Test
    @DisplayName("the four requests are read with their defaults and their parameters")
    void requests() {
        assertThat(SkipCall.parse("GET", "/capabilities")).isEqualTo(new SkipCall.Capabilities());
        assertThat(SkipCall.parse("GET", "/key?remoteSystemID=Bob"))
                .isEqualTo(new SkipCall.NewKey(new SaeId("Bob"), 256));
        assertThat(SkipCall.parse("GET", "/key?size=128&remoteSystemID=a%2Fb&unknown=1"))
                .isEqualTo(new SkipCall.NewKey(new SaeId("a/b"), 128));
        assertThat(SkipCall.parse("GET", "/entropy")).isEqualTo(new SkipCall.Entropy(256));
        assertThat(SkipCall.parse("GET", "/entropy?minentropy=12"))
                .isEqualTo(new SkipCall.Entropy(12));
        KeyId id = new KeyId(UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10"));
        assertThat(SkipCall.parse("GET", "/key/" + KEY_ID.toUpperCase() + "?remoteSystemID=Alice"))
                .isEqualTo(new SkipCall.KeyById(id, new SaeId("Alice")));
    }

    @ParameterizedTest
    @DisplayName("what is no request of the draft is refused with its code")
    @CsvSource({
        "GET, /, 404",
        "GET, /keys, 404",
        "GET, /key/, 404",
        "GET, /capabilities/, 404",
        "POST, /nothing, 404",
        "POST, /key?remoteSystemID=Bob, 405",
        "HEAD, /capabilities, 405",
        "get, /capabilities, 405",
        "GET, /key, 400",
        "GET, /key?remoteSystemID=, 400",
        "GET, /key?remoteSystemID=%00, 400",
        "GET, /key?remoteSystemID=%zz, 400",
        "GET, /key?remoteSystemID=a&remoteSystemID=b, 400",
        "GET, /key?remoteSystemID=a&size=-8, 400",
        "GET, /key?remoteSystemID=a&size=, 400",
        "GET, /key?remoteSystemID=a&size=99999999999, 400",
        "GET, /entropy?minentropy=0x10, 400",
        "GET, /key/0102?remoteSystemID=a, 400",
        "GET, /key/g102030405060708090a0b0c0d0e0f10?remoteSystemID=a, 400",
        "GET, /key/0102030405060708090a0b0c0d0e0f10, 400"
    })
    void refusals(String method, String target, int status) {
        assertThatThrownBy(() -> SkipCall.parse(method, target))
                .isInstanceOfSatisfying(
                        SkipRefusal.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @Test
    @DisplayName("a head with a body is read, and the next request starts after the body")
    void heads() throws IOException {
        InputStream in =
                stream(
                        "GET /a HTTP/1.1\r\n"
                                + "Host: x\r\n"
                                + "Content-Length: 5\r\n\r\n"
                                + "helloGET /b HTTP/1.0\r\n\r\n");
        HttpHead first = HttpHead.read(in).orElseThrow();
        assertThat(first).isEqualTo(new HttpHead("GET", "/a", 5, true));
        first.skipBody(in);
        assertThat(HttpHead.read(in)).contains(new HttpHead("GET", "/b", 0, false));
        assertThat(HttpHead.read(in)).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("a head whose framing is not plain is refused")
    @ValueSource(
            strings = {
                "GET  /a HTTP/1.1\r\n\r\n",
                "GET a HTTP/1.1\r\n\r\n",
                "GET http://x/a HTTP/1.1\r\n\r\n",
                "GET /a HTTP/2.0\r\n\r\n",
                "GET /a\r\n\r\n",
                "GET /a HTTP/1.1\r\nno colon\r\n\r\n",
                "GET /a HTTP/1.1\r\n folded: x\r\n\r\n",
                "GET /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "GET /a HTTP/1.1\r\nContent-Length: 65537\r\n\r\n",
                "GET /a HTTP/1.1\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n"
            })
    void badHeads(String head) {
        assertThatThrownBy(() -> HttpHead.read(stream(head)))
                .isInstanceOfSatisfying(
                        SkipRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    @DisplayName("a head that never ends is refused at 8 KiB, one that breaks off is an end")
    void endlessHead() {
        String endless = "GET /a HTTP/1.1\r\nX: " + "y".repeat(10_000);
        assertThatThrownBy(() -> HttpHead.read(stream(endless))).isInstanceOf(SkipRefusal.class);
        assertThatThrownBy(() -> HttpHead.read(stream("GET /a HT")))
                .isInstanceOf(EOFException.class);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
