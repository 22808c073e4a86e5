package io.bellwether.keydelivery;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plain request asks for: one whose path and query need no decoding, on an HTTP/1.1
 * connection that is kept, for an answer in any type or JSON; a GET without a body, or a POST of
 * little JSON whose length is told.
 *
 * @param path without the query
 * @param resource its last element
 * @param query with its question mark; empty if there is none
 * @param bodyBytes of a POST; {@link #NO_BODY} for a GET
 */
record DirectTarget(String path, String resource, String query, int bodyBytes) {
    static final int NO_BODY = -1;

    /**
     * More than a request for as many keys as one may ask for; parsed by the connection's thread.
     */
    static final int MOST_BODY_BYTES = 1 << 14;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,5}");
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(/api/v1/keys/[A-Za-z0-9_~:@-][A-Za-z0-9._~:@-]*/([a-z_]+))"
                            + "(\\?[A-Za-z0-9_=&-]*)?");

    /** Of whatever has a body of unknown length, or wants more than an answer. */
    private static final List<CharSequence> OUT_OF_THE_ORDINARY =
            List.of(
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.EXPECT,
                    HttpHeaderNames.UPGRADE);

    /** Empty if the request is not plain. */
    static Optional<DirectTarget> of(HttpRequest request) {
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || !request.decoderResult().isSuccess()
                || !plain(request.headers())) {
            return Optional.empty();
        }
        OptionalInt bodyBytes = bodyBytes(request);
        Matcher parts = PLAIN.matcher(request.uri());
        return bodyBytes.isPresent() && parts.matches()
                ? Optional.of(
                        new DirectTarget(
                                parts.group(1),
                                parts.group(2),
                                parts.group(3) == null ? "" : parts.group(3),
                                bodyBytes.getAsInt()))
                : Optional.empty();
    }

    boolean isPost() {
        return bodyBytes != NO_BODY;
    }

    /** Empty if the request is neither a GET without a body nor a POST of little JSON. */
    private static OptionalInt bodyBytes(HttpRequest request) {
        HttpHeaders headers = request.headers();
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        List<String> types = headers.getAll(HttpHeaderNames.CONTENT_TYPE);
        if (request.method().equals(HttpMethod.GET)) {
            return lengths.isEmpty() && types.isEmpty()
                    ? OptionalInt.of(NO_BODY)
                    : OptionalInt.empty();
        }
        boolean json =
                absentOr(headers, HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        boolean little =
                lengths.size() == 1
                        && LENGTH.matcher(lengths.getFirst()).matches()
                        && Integer.parseInt(lengths.getFirst()) <= MOST_BODY_BYTES;
        return request.method().equals(HttpMethod.POST) && json && little
                ? OptionalInt.of(Integer.parseInt(lengths.getFirst()))
                : OptionalInt.empty();
    }

    private static boolean plain(HttpHeaders headers) {
        for (CharSequence name : OUT_OF_THE_ORDINARY) {
            if (headers.contains(name)) {
                return false;
            }
        }
        return absentOr(headers, HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE)
                && (absentOr(headers, HttpHeaderNames.ACCEPT, "*/*")
                        || absentOr(
                                headers,
                                HttpHeaderNames.ACCEPT,
                                HttpHeaderValues.APPLICATION_JSON));
    }

    private static boolean absentOr(HttpHeaders headers, CharSequence name, CharSequence value) {
        List<String> values = headers.getAll(name);
        return values.isEmpty()
                || values.size() == 1 && value.toString().equalsIgnoreCase(values.getFirst());
    }

    /** The values of a parameter, as the web framework reads them. */
    List<String> values(String name) {
        if (query.isEmpty()) {
            return List.of();
        }
        Map<String, List<String>> parameters = new QueryStringDecoder(query).parameters();
        return parameters.getOrDefault(name, List.of());
    }
}
