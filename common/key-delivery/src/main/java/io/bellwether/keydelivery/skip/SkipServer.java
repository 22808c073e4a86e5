package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.EntropySource;
import io.bellwether.keydelivery.Applications;
import io.bellwether.keydelivery.PeerReservation;
import io.bellwether.keystore.KeyStore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** A running SKIP server, with a port for certificates, one for pre-shared keys, or both. */
public final class SkipServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SkipServer.class);

    /** Each takes a virtual thread and some tens of kilobytes. */
    private static final int MAX_CONNECTIONS = 1024;

    private static final long RETRY_NANOS = 100_000_000;

    private final SkipService service;
    private final List<ServerSocket> listeners = new ArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Deadlines deadlines = new Deadlines();
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
    private OptionalInt certificatePort = OptionalInt.empty();
    private OptionalInt pskPort = OptionalInt.empty();

    private SkipServer(SkipService service) {
        this.service = service;
    }

    /**
     * Starts to listen. The store stays the caller's and is closed after the server.
     *
     * @param entropy what {@code /entropy} hands out
     * @throws IOException if a port is taken or a file cannot be read
     * @throws IllegalArgumentException if the file of pre-shared keys is malformed, or others may
     *     read it
     */
    public static SkipServer start(
            SkipSettings settings, KeyStore store, PeerReservation peer, EntropySource entropy)
            throws IOException {
        SkipServer server =
                new SkipServer(
                        new SkipService(
                                settings.applications(), settings.limits(), store, peer, entropy));
        try {
            server.listen(settings);
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void listen(SkipSettings settings) throws IOException {
        Applications applications = settings.applications();
        if (settings.certificates().isPresent()) {
            var tls = settings.certificates().get();
            Handshake handshake =
                    new CertificateHandshake(tls.files(), applications::of, applications.audit());
            certificatePort = OptionalInt.of(listen(tls.address(), handshake, "certificates"));
        }
        if (settings.preSharedKeys().isPresent()) {
            var shared = settings.preSharedKeys().get();
            Handshake handshake =
                    new PskHandshake(
                            shared.file(),
                            sae -> applications.served(sae).isPresent(),
                            applications.audit());
            pskPort = OptionalInt.of(listen(shared.address(), handshake, "pre-shared keys"));
        }
    }

    private int listen(InetSocketAddress address, Handshake handshake, String kind)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        listeners.add(listener);
        listener.setReuseAddress(true);
        listener.bind(address, 256);
        Thread.ofPlatform()
                .daemon()
                .name("skip-" + listener.getLocalPort())
                .start(() -> accept(listener, handshake));
        LOG.info("SKIP listens at {} for {}", listener.getLocalSocketAddress(), kind);
        return listener.getLocalPort();
    }

    private void accept(ServerSocket listener, Handshake handshake) {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept(), handshake);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("SKIP: a connection could not be taken: {}", e.getMessage());
                    // no files left to open, for example: that passes
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }
    }

    private void serve(Socket socket, Handshake handshake) throws IOException {
        if (!places.tryAcquire()) {
            socket.close();
            return;
        }
        open.add(socket);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        new SkipConnection(socket, deadlines, handshake, service).run();
                    } finally {
                        open.remove(socket);
                        places.release();
                    }
                });
    }

    /** The port for clients with certificates. */
    public OptionalInt certificatePort() {
        return certificatePort;
    }

    /** The port for clients with pre-shared keys. */
    public OptionalInt pskPort() {
        return pskPort;
    }

    /** Stops to listen and cuts connections. */
    @Override
    public void close() {
        listeners.forEach(SkipServer::closeQuietly);
        open.forEach(SkipServer::closeQuietly);
        deadlines.close();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("closing: {}", e.getMessage());
        }
    }
}
