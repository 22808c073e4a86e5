package io.bellwether.link;

import io.bellwether.proto.link.v1.Frame;
import io.bellwether.proto.link.v1.LinkGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLException;

/** Alice's end of the transport: dials Bob. */
public final class LinkDialer implements AutoCloseable {
    private final ManagedChannel channel;

    /**
     * @throws LinkException if the TLS files cannot be used
     */
    public LinkDialer(InetSocketAddress bob, LinkTls tls) throws LinkException {
        try {
            channel =
                    NettyChannelBuilder.forAddress(bob)
                            .sslContext(tls.client())
                            // Bob's certificate must name Bob, wherever he is reached.
                            .overrideAuthority(tls.peerName())
                            .keepAliveTime(10, TimeUnit.SECONDS)
                            .keepAliveTimeout(10, TimeUnit.SECONDS)
                            .keepAliveWithoutCalls(false)
                            .maxInboundMessageSize(2 * Connection.PIECE_BYTES)
                            .build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new LinkException(
                    LinkException.Cause.DIFFERENT, "link TLS: " + e.getMessage(), e);
        }
    }

    /** Opens a connection; whether Bob is there shows when something is received. */
    Connection connect() {
        // The caller has its own back-off; gRPC's would add up to two minutes to it.
        channel.resetConnectBackoff();
        var connection = new AtomicReference<Connection>();
        LinkGrpc.newStub(channel)
                .connect(
                        new ClientResponseObserver<Frame, Frame>() {
                            @Override
                            public void beforeStart(ClientCallStreamObserver<Frame> call) {
                                call.disableAutoRequestWithInitial(0);
                                connection.set(new Connection(call, () -> call.request(1)));
                                call.setOnReadyHandler(connection.get()::onReady);
                            }

                            @Override
                            public void onNext(Frame frame) {
                                connection.get().onFrame(frame);
                            }

                            @Override
                            public void onError(Throwable cause) {
                                connection.get().onLost(describe(cause));
                            }

                            @Override
                            public void onCompleted() {
                                connection.get().onLost("the peer ended the connection");
                            }
                        });
        return connection.get();
    }

    /** Status and, where there is one, the cause underneath: "Connection refused" hides there. */
    static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure || root.getMessage() == null
                ? firstLine(failure)
                : firstLine(failure) + ": " + firstLine(root);
    }

    /** What a reader needs: gRPC prints its pipeline of handlers below. */
    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
