package io.bellwether.keydelivery.stream;

import io.bellwether.foundation.SaeId;
import io.bellwether.proto.stream.v1.CloseRequest;
import io.bellwether.proto.stream.v1.GetKeyRequest;
import io.bellwether.proto.stream.v1.GetKeyResponse;
import io.bellwether.proto.stream.v1.KeyStreamGrpc;
import io.bellwether.proto.stream.v1.OpenConnectRequest;
import io.bellwether.proto.stream.v1.OpenConnectResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** An application's side of key streams: each call waits for its answer. */
public final class StreamClient implements AutoCloseable {
    /** Beyond what the server may wait. */
    private static final int PATIENCE_SECONDS = 120;

    private final ManagedChannel channel;

    /**
     * The answer to OPEN_CONNECT.
     *
     * @param stream its id; empty if none was made
     */
    public record Opened(StreamStatus status, String stream, StreamQos qos) {}

    private StreamClient(ManagedChannel channel) {
        this.channel = channel;
    }

    /**
     * @param certificate of the application, PEM
     * @param privateKey PKCS #8 PEM
     * @param trusted the authority of the server's certificate, PEM
     * @throws IOException if a file cannot be used
     */
    public static StreamClient connect(
            String host, int port, Path certificate, Path privateKey, Path trusted)
            throws IOException {
        return new StreamClient(
                NettyChannelBuilder.forAddress(host, port)
                        .sslContext(
                                GrpcSslContexts.forClient()
                                        .keyManager(certificate.toFile(), privateKey.toFile())
                                        .trustManager(trusted.toFile())
                                        .protocols("TLSv1.3")
                                        .build())
                        .build());
    }

    private KeyStreamGrpc.KeyStreamBlockingStub stub() {
        return KeyStreamGrpc.newBlockingStub(channel)
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** A call. */
    private interface Call<T> {
        T run();
    }

    private static <T> T answer(Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (StatusRuntimeException e) {
            throw new IOException(e.getStatus().getCode() + ": " + reason(e), e);
        }
    }

    private static String reason(StatusRuntimeException e) {
        String description = e.getStatus().getDescription();
        return e.getCause() == null ? description : description + " (" + e.getCause() + ")";
    }

    /**
     * OPEN_CONNECT.
     *
     * @param stream empty for a new one
     * @throws IOException if the server refuses the call or cannot be reached
     */
    public Opened open(SaeId source, SaeId destination, StreamQos qos, String stream)
            throws IOException {
        OpenConnectResponse answer =
                answer(() ->
                        stub().openConnect(
                                        OpenConnectRequest.newBuilder()
                                                .setSource(source.value())
                                                .setDestination(destination.value())
                                                .setQos(StreamEndpoint.wire(qos))
                                                .setKeyStreamId(stream)
                                                .build()));
        return new Opened(
                status(answer.getStatusValue()),
                answer.getKeyStreamId(),
                StreamEndpoint.qos(answer.getQos()));
    }

    /**
     * GET_KEY.
     *
     * @param index empty for the next one
     * @throws IOException if the server refuses the call or cannot be reached
     */
    public Chunk get(String stream, OptionalLong index, int metadataRoom) throws IOException {
        GetKeyRequest.Builder request =
                GetKeyRequest.newBuilder().setKeyStreamId(stream).setMetadataSize(metadataRoom);
        index.ifPresent(position -> request.setIndex((int) position));
        GetKeyResponse answer = answer(() -> stub().getKey(request.build()));
        return new Chunk(
                status(answer.getStatusValue()),
                Integer.toUnsignedLong(answer.getIndex()),
                answer.getKeyBuffer().toByteArray(),
                answer.getMetadataSize(),
                answer.getMetadataBuffer().toStringUtf8());
    }

    /**
     * CLOSE.
     *
     * @throws IOException if the server refuses the call or cannot be reached
     */
    public StreamStatus closeStream(String stream) throws IOException {
        var request = CloseRequest.newBuilder().setKeyStreamId(stream).build();
        return status(answer(() -> stub().close(request)).getStatusValue());
    }

    private static StreamStatus status(int number) throws IOException {
        StreamStatus[] known = StreamStatus.values();
        if (number < 0 || number >= known.length) {
            throw new IOException("status: %d; limit 0 to %d".formatted(number, known.length - 1));
        }
        return known[number];
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
