package io.bellwether.link;

import io.bellwether.proto.link.v1.Frame;
import io.bellwether.proto.link.v1.LinkGrpc;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Bob's end of the transport: one service, for one peer by name. */
public final class LinkServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LinkServer.class);

    private final Server server;

    private LinkServer(Server server) {
        this.server = server;
    }

    /**
     * Listens for Alice.
     *
     * @param onConnection takes each connection of the right peer, on a transport thread: it must
     *     not wait
     * @throws IOException if the address is taken
     * @throws LinkException if the TLS files cannot be used
     */
    static LinkServer start(
            InetSocketAddress address, LinkTls tls, Consumer<Connection> onConnection)
            throws IOException, LinkException {
        try {
            Server server =
                    NettyServerBuilder.forAddress(address)
                            .sslContext(tls.server())
                            .intercept(new OnlyPeer(tls.peerName()))
                            .addService(new Service(onConnection))
                            .maxInboundMessageSize(2 * Connection.PIECE_BYTES)
                            .maxConcurrentCallsPerConnection(2)
                            .keepAliveTime(10, TimeUnit.SECONDS)
                            .keepAliveTimeout(10, TimeUnit.SECONDS)
                            .permitKeepAliveTime(5, TimeUnit.SECONDS)
                            .handshakeTimeout(10, TimeUnit.SECONDS)
                            .build()
                            .start();
            return new LinkServer(server);
        } catch (IllegalArgumentException | javax.net.ssl.SSLException e) {
            throw new LinkException(
                    LinkException.Cause.DIFFERENT, "link TLS: " + e.getMessage(), e);
        }
    }

    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Service extends LinkGrpc.LinkImplBase {
        private final Consumer<Connection> onConnection;

        Service(Consumer<Connection> onConnection) {
            this.onConnection = onConnection;
        }

        @Override
        public StreamObserver<Frame> connect(StreamObserver<Frame> responses) {
            var call = (ServerCallStreamObserver<Frame>) responses;
            call.disableAutoRequest();
            var connection = new Connection(call, () -> call.request(1));
            call.setOnReadyHandler(connection::onReady);
            call.setOnCancelHandler(() -> connection.onLost("the peer cancelled the connection"));
            onConnection.accept(connection);
            return new StreamObserver<>() {
                @Override
                public void onNext(Frame frame) {
                    connection.onFrame(frame);
                }

                @Override
                public void onError(Throwable cause) {
                    connection.onLost(LinkDialer.describe(cause));
                }

                @Override
                public void onCompleted() {
                    connection.fail(
                            new LinkException(
                                    LinkException.Cause.LOST, "the peer ended the connection"));
                }
            };
        }
    }

    /**
     * Lets nobody in but the configured peer; a certificate of the same authority is not enough.
     */
    private static final class OnlyPeer implements ServerInterceptor {
        /** Strangers that are remembered; a flood of names is not worth more of the log. */
        private static final int MAX_LOGGED = 100;

        private final String peerName;
        private final Set<String> logged = ConcurrentHashMap.newKeySet();

        OnlyPeer(String peerName) {
            this.peerName = peerName;
        }

        @Override
        public <Q, R> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
            String name = nameOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
            if (name.equals(peerName)) {
                return next.startCall(call, headers);
            }
            if (logged.size() < MAX_LOGGED && logged.add(name)) {
                log.atWarn()
                        .addKeyValue("name", name)
                        .addKeyValue("expected", peerName)
                        .log("link.stranger-refused");
            }
            call.close(
                    Status.PERMISSION_DENIED.withDescription("not the configured peer"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }

        private static String nameOf(SSLSession session) {
            if (session == null) {
                return "";
            }
            try {
                return LinkTls.commonName((X509Certificate) session.getPeerCertificates()[0]);
            } catch (SSLPeerUnverifiedException e) {
                return "";
            }
        }
    }
}
