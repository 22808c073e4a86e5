package io.bellwether.keydelivery.skip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The head of an HTTP/1.1 request (RFC 9112), as far as an interface that knows only GET needs it.
 *
 * @param target as it was sent, with the query
 * @param bodyBytes what follows the head and has to be skipped
 * @param keepAlive whether the client expects to send a further request
 */
record HttpHead(String method, String target, int bodyBytes, boolean keepAlive) {
    static final int MAX_HEAD_BYTES = 8192;
    static final int MAX_BODY_BYTES = 65_536;

    /** Headers that may say something about the framing, and so may stand only once. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding");

    /**
     * Reads a head.
     *
     * @return empty if the client has closed between two requests
     * @throws SkipRefusal if it is no HTTP/1.x, or larger than 8 KiB, or says that a body follows
     *     whose length is unknown or above 64 KiB; nothing more can be read then
     * @throws EOFException if the client stopped in the middle
     */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        byte[] head = new byte[MAX_HEAD_BYTES];
        int length = 0;
        while (!endsWithEmptyLine(head, length)) {
            if (length == MAX_HEAD_BYTES) {
                throw SkipRefusal.badRequest("request head: limit %d bytes", MAX_HEAD_BYTES);
            }
            int next = in.read();
            if (next < 0) {
                if (length == 0) {
                    return Optional.empty();
                }
                throw new EOFException("the connection ended within a request");
            }
            head[length++] = (byte) next;
        }
        return Optional.of(parse(new String(head, 0, length - 4, ISO_8859_1)));
    }

    private static boolean endsWithEmptyLine(byte[] head, int length) {
        return length >= 4
                && head[length - 4] == '\r'
                && head[length - 3] == '\n'
                && head[length - 2] == '\r'
                && head[length - 1] == '\n';
    }

    private static HttpHead parse(String head) {
        String[] lines = head.split("\r\n", -1);
        String[] request = lines[0].split(" ", -1);
        if (request.length != 3
                || !request[0].matches("[A-Za-z]{1,16}")
                || !request[1].startsWith("/")
                || !request[2].matches("HTTP/1\\.[01]")) {
            throw SkipRefusal.badRequest("request line: limit METHOD /PATH HTTP/1.1");
        }
        int bodyBytes = 0;
        boolean keepAlive = request[2].equals("HTTP/1.1");
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            String name = colon < 1 ? "" : lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+")) {
                throw SkipRefusal.badRequest("request header %d: limit NAME: VALUE", i);
            }
            if (!seen.add(name) && FRAMING.contains(name)) {
                throw SkipRefusal.badRequest("%s: stands twice; limit once", name);
            }
            String value = lines[i].substring(colon + 1).strip();
            switch (name) {
                case "content-length" -> bodyBytes = contentLength(value);
                case "transfer-encoding" ->
                        throw SkipRefusal.badRequest("transfer-encoding: limit no body");
                case "connection" -> keepAlive &= !value.equalsIgnoreCase("close");
                default -> {
                    // says nothing about where the next request starts
                }
            }
        }
        return new HttpHead(request[0], request[1], bodyBytes, keepAlive);
    }

    private static int contentLength(String value) {
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > MAX_BODY_BYTES) {
            throw SkipRefusal.badRequest("content-length: limit 0 to %d", MAX_BODY_BYTES);
        }
        return Integer.parseInt(value);
    }

    /** Reads past the body. */
    void skipBody(InputStream in) throws IOException {
        in.skipNBytes(bodyBytes);
    }

    /** Writes a complete answer. */
    static void writeAnswer(OutputStream out, SkipAnswer answer, boolean keepAlive)
            throws IOException {
        String head =
                "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
                                .formatted(answer.status(), answer.reason(), answer.body().length)
                        + "Cache-Control: no-store\r\n"
                        + answer.header().map(line -> line + "\r\n").orElse("")
                        + (keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        byte[] bytes = head.getBytes(ISO_8859_1);
        byte[] whole = new byte[bytes.length + answer.body().length];
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        System.arraycopy(answer.body(), 0, whole, bytes.length, answer.body().length);
        try {
            out.write(whole);
            out.flush();
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
    }
}
