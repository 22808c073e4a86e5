package io.bellwether.keydelivery.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.stream.StreamRefusal.Kind;
import io.bellwether.keystore.KeyStoreException;
import io.bellwether.keystore.StoreSuspendedException;
import io.bellwether.proto.stream.v1.CloseRequest;
import io.bellwether.proto.stream.v1.CloseResponse;
import io.bellwether.proto.stream.v1.GetKeyRequest;
import io.bellwether.proto.stream.v1.GetKeyResponse;
import io.bellwether.proto.stream.v1.KeyStreamGrpc;
import io.bellwether.proto.stream.v1.OpenConnectRequest;
import io.bellwether.proto.stream.v1.OpenConnectResponse;
import io.bellwether.proto.stream.v1.Qos;
import io.bellwether.proto.stream.v1.Status;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three calls, between wire and {@link KeyStreams}. */
final class StreamEndpoint extends KeyStreamGrpc.KeyStreamImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(StreamEndpoint.class);

    /** An application as other implementations name it: qkd://SAE@KME. */
    private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://([^@/]+)@.*");

    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final KeyStreams streams;

    StreamEndpoint(KeyStreams streams) {
        this.streams = streams;
    }

    /** A call's work. */
    private interface Work<T> {
        T run() throws InterruptedException;
    }

    @Override
    public void openConnect(
            OpenConnectRequest request, StreamObserver<OpenConnectResponse> answer) {
        run(
                answer,
                () -> {
                    KeyStreams.Opened opened =
                            streams.open(
                                    StreamCallers.current(),
                                    application("source", request.getSource()),
                                    application("destination", request.getDestination()),
                                    qos(request.getQos()),
                                    request.getKeyStreamId().isEmpty()
                                            ? Optional.empty()
                                            : Optional.of(uuid(request.getKeyStreamId())));
                    return OpenConnectResponse.newBuilder()
                            .setStatus(wire(opened.status()))
                            .setKeyStreamId(opened.stream().map(UUID::toString).orElse(""))
                            .setQos(wire(opened.qos()))
                            .build();
                });
    }

    @Override
    public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> answer) {
        run(
                answer,
                () -> {
                    OptionalLong index =
                            request.hasIndex()
                                    ? OptionalLong.of(Integer.toUnsignedLong(request.getIndex()))
                                    : OptionalLong.empty();
                    int room = Math.max(0, request.getMetadataSize());
                    Chunk chunk =
                            streams.get(
                                    StreamCallers.current(),
                                    uuid(request.getKeyStreamId()),
                                    index,
                                    room);
                    return GetKeyResponse.newBuilder()
                            .setStatus(wire(chunk.status()))
                            .setIndex((int) chunk.index())
                            // not copied: the bytes are not used for anything else
                            .setKeyBuffer(UnsafeByteOperations.unsafeWrap(chunk.key()))
                            .setMetadataSize(chunk.metadataBytes())
                            .setMetadataBuffer(ByteString.copyFromUtf8(chunk.metadata()))
                            .build();
                });
    }

    @Override
    public void close(CloseRequest request, StreamObserver<CloseResponse> answer) {
        run(
                answer,
                () -> {
                    StreamStatus status =
                            streams.close(StreamCallers.current(), uuid(request.getKeyStreamId()));
                    return CloseResponse.newBuilder().setStatus(wire(status)).build();
                });
    }

    private static <T> void run(StreamObserver<T> answer, Work<T> work) {
        try {
            answer.onNext(work.run());
            answer.onCompleted();
        } catch (StreamRefusal refusal) {
            answer.onError(
                    code(refusal.kind()).withDescription(refusal.getMessage()).asException());
        } catch (StoreSuspendedException e) {
            LOG.warn("no keys are handed out: {}", e.getMessage());
            fail(answer, io.grpc.Status.UNAVAILABLE, "no keys can be handed out now");
        } catch (KeyStoreException e) {
            LOG.error("the key store failed: {}", e.getMessage());
            fail(answer, io.grpc.Status.INTERNAL, "the key store failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(answer, io.grpc.Status.UNAVAILABLE, "the node stops");
        } catch (RuntimeException e) {
            LOG.error("a call of a key stream failed", e);
            fail(answer, io.grpc.Status.INTERNAL, "failed");
        }
    }

    private static void fail(StreamObserver<?> answer, io.grpc.Status status, String message) {
        answer.onError(status.withDescription(message).asException());
    }

    private static io.grpc.Status code(Kind kind) {
        return switch (kind) {
            case MALFORMED -> io.grpc.Status.INVALID_ARGUMENT;
            case NOT_ALLOWED -> io.grpc.Status.PERMISSION_DENIED;
            case NOT_OPEN -> io.grpc.Status.NOT_FOUND;
            case TOO_MANY -> io.grpc.Status.RESOURCE_EXHAUSTED;
        };
    }

    static SaeId application(String field, String text) {
        Matcher uri = URI.matcher(text);
        try {
            return new SaeId(
                    uri.matches() ? URLDecoder.decode(uri.group(1), StandardCharsets.UTF_8) : text);
        } catch (IllegalArgumentException e) {
            throw new StreamRefusal(Kind.MALFORMED, field + ": limit an SAE ID or qkd://SAE@KME");
        }
    }

    private static UUID uuid(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new StreamRefusal(Kind.MALFORMED, "key_stream_id: limit a UUID");
        }
        return UUID.fromString(text);
    }

    /** Wire numbers are unsigned: what has the highest bit is simply too much. */
    static StreamQos qos(Qos qos) {
        return new StreamQos(
                nonNegative(qos.getKeyChunkSize()),
                nonNegative(qos.getMaxBps()),
                nonNegative(qos.getMinBps()),
                nonNegative(qos.getJitter()),
                nonNegative(qos.getPriority()),
                nonNegative(qos.getTimeout()),
                nonNegative(qos.getTtl()),
                qos.getMetadataMimetype());
    }

    private static int nonNegative(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    private static long nonNegative(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }

    static Qos wire(StreamQos qos) {
        return Qos.newBuilder()
                .setKeyChunkSize(qos.chunkBytes())
                .setMaxBps(qos.maxBitsPerSecond())
                .setMinBps(qos.minBitsPerSecond())
                .setJitter(qos.jitterBitsPerSecond())
                .setPriority(qos.priority())
                .setTimeout(qos.timeoutMillis())
                .setTtl(qos.ttlSeconds())
                .setMetadataMimetype(qos.metadataMimetype())
                .build();
    }

    private static Status wire(StreamStatus status) {
        return Status.forNumber(status.ordinal());
    }
}
