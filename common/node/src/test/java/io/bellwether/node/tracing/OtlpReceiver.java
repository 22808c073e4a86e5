package io.bellwether.node.tracing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A collector: takes OTLP over gRPC and keeps the spans. Reads them by the field numbers of
 * opentelemetry/proto/trace/v1/trace.proto.
 */
final class OtlpReceiver implements AutoCloseable {
    private static final MethodDescriptor.Marshaller<byte[]> BYTES =
            new MethodDescriptor.Marshaller<>() {
                @Override
                public InputStream stream(byte[] value) {
                    return new ByteArrayInputStream(value);
                }

                @Override
                public byte[] parse(InputStream stream) {
                    try {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };

    private static final MethodDescriptor<byte[], byte[]> EXPORT =
            MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
                    .setRequestMarshaller(BYTES)
                    .setResponseMarshaller(BYTES)
                    .build();

    /**
     * A span that came.
     *
     * @param instance the resource's service.instance.id
     * @param parent empty for a span without one
     * @param attributes by name, numbers as text
     */
    record Span(
            String instance,
            String trace,
            String id,
            String parent,
            String name,
            Instant began,
            Instant ended,
            Map<String, String> attributes,
            boolean failed) {}

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();
    private final Server server;
    private final int port;

    private OtlpReceiver() throws IOException {
        server =
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                        .addService(
                                ServerServiceDefinition.builder(EXPORT.getServiceName())
                                        .addMethod(
                                                EXPORT,
                                                ServerCalls.asyncUnaryCall((request, answer) -> {
                                                    take(request);
                                                    answer.onNext(new byte[0]);
                                                    answer.onCompleted();
                                                }))
                                        .build())
                        .build()
                        .start();
        port = server.getPort();
    }

    static OtlpReceiver start() throws IOException {
        return new OtlpReceiver();
    }

    int port() {
        return port;
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** All that came, byte by byte. */
    String text() {
        var text = new StringBuilder();
        messages.forEach(message -> text.append(new String(message, StandardCharsets.ISO_8859_1)));
        return text.toString();
    }

    private void take(byte[] request) {
        messages.add(request);
        for (UnknownFieldSet resourceSpans : messages(fields(ByteString.copyFrom(request)), 1)) {
            String instance =
                    attributes(messages(resourceSpans, 1).getFirst(), 1).get("service.instance.id");
            for (UnknownFieldSet scopeSpans : messages(resourceSpans, 2)) {
                messages(scopeSpans, 2).forEach(span -> spans.add(span(instance, span)));
            }
        }
    }

    private static Span span(String instance, UnknownFieldSet span) {
        return new Span(
                instance,
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                span.getField(5).getLengthDelimitedList().getFirst().toStringUtf8(),
                instant(span.getField(7).getFixed64List().getFirst()),
                instant(span.getField(8).getFixed64List().getFirst()),
                attributes(span, 9),
                messages(span, 15).stream()
                        .anyMatch(status -> status.getField(3).getVarintList().contains(2L)));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static String hex(UnknownFieldSet message, int field) {
        List<ByteString> values = message.getField(field).getLengthDelimitedList();
        return values.isEmpty() ? "" : HexFormat.of().formatHex(values.getFirst().toByteArray());
    }

    private static Map<String, String> attributes(UnknownFieldSet message, int field) {
        var attributes = new TreeMap<String, String>();
        for (UnknownFieldSet attribute : messages(message, field)) {
            UnknownFieldSet value = messages(attribute, 2).getFirst();
            attributes.put(
                    attribute.getField(1).getLengthDelimitedList().getFirst().toStringUtf8(),
                    value.hasField(1)
                            ? value.getField(1).getLengthDelimitedList().getFirst().toStringUtf8()
                            : value.getField(3).getVarintList().getFirst().toString());
        }
        return attributes;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(OtlpReceiver::fields)
                .toList();
    }

    private static UnknownFieldSet fields(ByteString message) {
        try {
            return UnknownFieldSet.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
