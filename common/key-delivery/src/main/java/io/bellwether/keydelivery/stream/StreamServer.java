package io.bellwether.keydelivery.stream;

import io.bellwether.keydelivery.Applications;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keydelivery.ReloadedSslContext;
import io.bellwether.keydelivery.TlsFiles;
import io.bellwether.keystore.KeyStore;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A running server of key streams, under mutual TLS 1.3. */
public final class StreamServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);
    private static final int MAX_REQUEST_BYTES = 16_384;

    /** What gRPC needs to be spoken in TLS. */
    private static final ApplicationProtocolConfig HTTP2 =
            new ApplicationProtocolConfig(
                    ApplicationProtocolConfig.Protocol.ALPN,
                    ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                    ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2);

    private final Server server;
    private final ExecutorService calls;

    private StreamServer(Server server, ExecutorService calls) {
        this.server = server;
        this.calls = calls;
    }

    /**
     * Starts to listen. The store stays the caller's and is closed after the server.
     *
     * @param applications who the clients are, and who may share keys with whom
     * @throws IOException if the port is taken or a TLS file cannot be used
     */
    public static StreamServer start(
            InetSocketAddress address,
            TlsFiles tls,
            Applications applications,
            StreamLimits limits,
            KeyStore store,
            PeerReservation peer)
            throws IOException {
        ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
        KeyStreams streams = new KeyStreams(limits, new StreamKeys(store, peer, applications));
        try {
            Server server =
                    NettyServerBuilder.forAddress(address)
                            .sslContext(
                                    new ReloadedSslContext(
                                            tls, HTTP2, applications.audit(), "key streams"))
                            .executor(calls)
                            .intercept(new StreamCallers(applications))
                            .addService(new StreamEndpoint(streams))
                            .maxInboundMessageSize(MAX_REQUEST_BYTES)
                            .maxConcurrentCallsPerConnection(64)
                            .handshakeTimeout(10, TimeUnit.SECONDS)
                            .maxConnectionIdle(10, TimeUnit.MINUTES)
                            .build()
                            .start();
            LOG.info("key streams listen at {}:{}", address.getHostString(), server.getPort());
            return new StreamServer(server, calls);
        } catch (IOException | RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return server.getPort();
    }

    /** Stops to listen and ends calls. */
    @Override
    public void close() {
        server.shutdownNow();
        calls.shutdownNow();
    }
}
