package io.bellwether.node.tracing;

import io.bellwether.foundation.End;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.status.BlockResult;
import io.bellwether.node.status.StatusBoard;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Sends the blocks of a node to an OpenTelemetry collector, over OTLP and gRPC: a span for a block
 * and one for each of its steps. Both nodes' spans of a block are one trace, Bob's below Alice's:
 * the ids follow from the block's ({@link SpanIds}), so no message between the nodes carries them.
 *
 * <p>In a span is what whoever listens to the link knows anyway: when a step began and ended, the
 * block's id, its rounds, and how it ended. No key bit, no score and no count of errors. What
 * cannot be sent is dropped; no block waits for a collector.
 */
public final class BlockTraces implements AutoCloseable {
    private static final AttributeKey<String> BLOCK = AttributeKey.stringKey("bellwether.block");
    private static final AttributeKey<String> END = AttributeKey.stringKey("bellwether.end");
    private static final AttributeKey<Long> ROUNDS = AttributeKey.longKey("bellwether.rounds");
    private static final AttributeKey<String> OUTCOME =
            AttributeKey.stringKey("bellwether.outcome");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("bellwether.reason");

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SEND_INTERVAL = Duration.ofSeconds(1);
    private static final int CLOSE_PATIENCE_SECONDS = 5;

    private final End end;
    private final SpanIds ids = new SpanIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private int steps;
    private Instant blockBegan;

    private BlockTraces(HostAndPort collector, End end, String node, String version) {
        this.end = end;
        var exporter =
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("http://" + collector)
                        .setTimeout(SEND_TIMEOUT)
                        .build();
        provider =
                SdkTracerProvider.builder()
                        .setIdGenerator(ids)
                        .setResource(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"),
                                                "bellwether",
                                                AttributeKey.stringKey("service.instance.id"),
                                                node,
                                                AttributeKey.stringKey("service.version"),
                                                version)))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(exporter)
                                        .setScheduleDelay(SEND_INTERVAL)
                                        .build())
                        .build();
        tracer = provider.get("io.bellwether.node");
    }

    /**
     * Begins to send what the board tells from now on.
     *
     * @param collector where a collector takes OTLP over gRPC, unencrypted
     * @param node the node's name, by which a collector tells the two ends apart
     */
    public static BlockTraces send(
            HostAndPort collector, End end, String node, String version, StatusBoard board) {
        var traces = new BlockTraces(collector, end, node, version);
        board.onStepEnd(traces::stepEnded);
        board.onBlockEnd(traces::blockEnded);
        return traces;
    }

    private synchronized void stepEnded(StatusBoard.FinishedStep step) {
        if (steps++ == 0) {
            blockBegan = step.began();
        }
        String name = step.step().name().toLowerCase(Locale.ROOT);
        ids.next(step.block(), SpanIds.span(step.block(), end, name + " " + steps));
        builder(name, step.block())
                .setParent(below(step.block(), end))
                .setStartTimestamp(step.began())
                .startSpan()
                .end(step.ended());
    }

    private synchronized void blockEnded(BlockResult block) {
        ids.next(block.block(), SpanIds.block(block.block(), end));
        SpanBuilder builder = builder("block", block.block());
        if (end == End.ALICE) {
            builder.setNoParent();
        } else {
            builder.setParent(below(block.block(), End.ALICE));
        }
        Span span =
                builder.setStartTimestamp(steps == 0 ? block.ended() : blockBegan)
                        .setAttribute(ROUNDS, block.rounds())
                        .setAttribute(OUTCOME, block.outcome())
                        .startSpan();
        if (block.outcome().equals("aborted")) {
            span.setAttribute(REASON, block.reason()).setStatus(StatusCode.ERROR, block.reason());
        }
        span.end(block.ended());
        steps = 0;
    }

    private SpanBuilder builder(String name, String block) {
        return tracer.spanBuilder(name)
                .setSpanKind(SpanKind.INTERNAL)
                .setAttribute(BLOCK, block)
                .setAttribute(END, end.name().toLowerCase(Locale.ROOT));
    }

    /** Below the span of an end's block, which is made when the block is over. */
    private static Context below(String block, End end) {
        return Context.root()
                .with(
                        Span.wrap(
                                SpanContext.createFromRemoteParent(
                                        SpanIds.trace(block),
                                        SpanIds.block(block, end),
                                        TraceFlags.getSampled(),
                                        TraceState.getDefault())));
    }

    /** Sends what is left, for a few seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
