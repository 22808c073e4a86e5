package io.bellwether.node.tracing;

import io.bellwether.foundation.End;
import io.opentelemetry.sdk.trace.IdGenerator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ids of traces and spans that both nodes know without telling each other: a trace has its block's
 * id, 128 bits that both have anyway, and a span the first 64 bits of SHA-256 of the block's id,
 * the end and the span's name. Both are public. Used by one thread at a time.
 */
final class SpanIds implements IdGenerator {
    private static final int SPAN_ID_BYTES = 8;

    private String traceId;
    private String spanId;

    /** The ids of the span that is made next. */
    void next(String block, String span) {
        traceId = trace(block);
        spanId = span;
    }

    /** The trace of a block. */
    static String trace(String block) {
        return block.replace("-", "");
    }

    /** An end's span of a whole block. */
    static String block(String block, End end) {
        return span(block, end, "block");
    }

    /** An end's span of a step. */
    static String span(String block, End end, String name) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(
                                    "%s %s %s"
                                            .formatted(block, end, name)
                                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, SPAN_ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String generateSpanId() {
        return spanId;
    }

    @Override
    public String generateTraceId() {
        return traceId;
    }
}
