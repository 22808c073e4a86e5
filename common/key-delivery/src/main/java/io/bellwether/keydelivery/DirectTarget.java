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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plain GET asks for: one whose path and query need no decoding, without a body, on an
 * HTTP/1.1 connection that is kept, for an answer in any type or JSON.
 *
 * @param path without the query
 * @param resource its last element
 * @param query with its question mark; empty if there is none
 */
record DirectTarget(String path, String resource, String query) {
    private static final Pattern PLAIN =
            Pattern.compile(
                    "(/api/v1/keys/[A-Za-z0-9_~:@-][A-Za-z0-9._~:@-]*/([a-z_]+))"
                            + "(\\?[A-Za-z0-9_=&-]*)?");

    /** Of whatever has a body, or wants more than an answer. */
    private static final List<CharSequence> OUT_OF_THE_ORDINARY =
            List.of(
                    HttpHeaderNames.CONTENT_LENGTH,
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.EXPECT,
                    HttpHeaderNames.UPGRADE);

    /** Empty if the request is not plain. */
    static Optional<DirectTarget> of(HttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                || !request.decoderResult().isSuccess()
                || !plain(request.headers())) {
            return Optional.empty();
        }
        Matcher parts = PLAIN.matcher(request.uri());
        return parts.matches()
                ? Optional.of(
                        new DirectTarget(
                                parts.group(1),
                                parts.group(2),
                                parts.group(3) == null ? "" : parts.group(3)))
                : Optional.empty();
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
