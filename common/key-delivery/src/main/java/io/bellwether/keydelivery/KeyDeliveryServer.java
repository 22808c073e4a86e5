package io.bellwether.keydelivery;

import io.bellwether.keystore.KeyStore;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.runtime.server.EmbeddedServer;
import io.netty.handler.ssl.ApplicationProtocolConfig;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A running ETSI GS QKD 014 server. Several may run in one process; each has a context of its own,
 * in which the web framework builds endpoints and nothing else.
 */
public final class KeyDeliveryServer implements AutoCloseable {
    /** Larger than any request the standard knows, small enough to be read by the thousand. */
    static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(KeyDeliveryServer.class);

    private final ApplicationContext context;
    private final EmbeddedServer server;

    private KeyDeliveryServer(ApplicationContext context, EmbeddedServer server) {
        this.context = context;
        this.server = server;
    }

    /**
     * Starts to listen. The store stays the caller's and is closed after the server.
     *
     * @throws IllegalArgumentException if a TLS file cannot be read, or they do not fit together
     * @throws RuntimeException if the port is taken
     */
    public static KeyDeliveryServer start(
            KeyDeliverySettings settings, KeyStore store, PeerReservation peer) {
        return prepare(settings).start(store, peer);
    }

    /**
     * A server that does not listen yet: what can be made of it before there is a store. Closing it
     * is for those who never start it.
     */
    public static final class Prepared implements AutoCloseable {
        private final KeyDeliverySettings settings;
        private final ApplicationContext context;

        private Prepared(KeyDeliverySettings settings, ApplicationContext context) {
            this.settings = settings;
            this.context = context;
        }

        /**
         * Starts to listen. The store stays the caller's and is closed after the server.
         *
         * @throws RuntimeException if the port is taken
         */
        public KeyDeliveryServer start(KeyStore store, PeerReservation peer) {
            try {
                context.registerSingleton(KeyStore.class, store);
                context.registerSingleton(PeerReservation.class, peer);
                NettyEmbeddedServer embedded = context.getBean(NettyEmbeddedServer.class);
                embedded.register(new DirectPipeline(context.getBean(DirectAnswers.class), null));
                EmbeddedServer server = embedded.start();
                LOG.info(
                        "key delivery of {} listens at {}:{}",
                        settings.kmeId(),
                        settings.host(),
                        server.getPort());
                return new KeyDeliveryServer(context, server);
            } catch (RuntimeException e) {
                context.close();
                throw e;
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /**
     * Makes ready what needs no store.
     *
     * @throws IllegalArgumentException if a TLS file cannot be read, or they do not fit together
     */
    public static Prepared prepare(KeyDeliverySettings settings) {
        requireReadable("tls.certificateChain", settings.tls().certificateChain());
        requireReadable("tls.privateKey", settings.tls().privateKey());
        requireReadable("tls.clientAuthorities", settings.tls().clientAuthorities());
        settings.tls()
                .revocationList()
                .ifPresent(file -> requireReadable("tls.revocationList", file));
        ApplicationContext context =
                ApplicationContext.builder()
                        .deduceEnvironment(false)
                        .deduceCloudEnvironment(false)
                        .enableDefaultPropertySources(false)
                        .environmentPropertySource(false)
                        .bootstrapEnvironment(false)
                        .banner(false)
                        .singletons(settings, tls(settings))
                        .properties(properties(settings))
                        .build();
        try {
            context.start();
            context.getBean(NettyEmbeddedServer.class);
            return new Prepared(settings, context);
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    private static ReloadedSslContext tls(KeyDeliverySettings settings) {
        try {
            return new ReloadedSslContext(
                    settings.tls(),
                    ApplicationProtocolConfig.DISABLED,
                    settings.options().audit(),
                    "key delivery");
        } catch (IOException e) {
            throw new IllegalArgumentException("key delivery: " + e.getMessage(), e);
        }
    }

    private static void requireReadable(String name, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "%s: %s; limit a file that can be read".formatted(name, file));
        }
    }

    private static Map<String, Object> properties(KeyDeliverySettings settings) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.host", settings.host());
        properties.put("micronaut.server.dual-protocol", false);
        properties.put("micronaut.server.max-request-size", MAX_REQUEST_BYTES);
        properties.put("micronaut.server.idle-timeout", settings.options().idleTime());
        properties.put("micronaut.server.read-idle-timeout", settings.options().idleTime());
        properties.put("micronaut.server.semicolon-is-normal-char", true);
        properties.put("micronaut.server.netty.keep-alive-on-server-error", true);
        // a small compressed body can grow without bound
        properties.put("micronaut.server.netty.request-decompression-enabled", false);
        // whatever management endpoints are on the class path, they do not belong on this port
        properties.put("endpoints.all.enabled", false);
        properties.put("micronaut.server.ssl.enabled", true);
        properties.put("micronaut.server.ssl.build-self-signed", false);
        properties.put("micronaut.server.ssl.port", settings.port());
        return properties;
    }

    /** The port that clients connect to. */
    public int port() {
        return server.getPort();
    }

    /** Of the pairs whose master fetches here, the first so many, in order of their ids. */
    public List<PairStock> stock(int most) {
        return context.getBean(KeyStock.class).pairs(most);
    }

    /** Stops to listen and closes connections. */
    @Override
    public void close() {
        context.close();
    }
}
