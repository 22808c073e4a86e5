package io.bellwether.node;

import io.bellwether.keydelivery.Applications;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.skip.SkipServer;
import io.bellwether.keydelivery.skip.SkipSettings;
import io.bellwether.keydelivery.stream.StreamLimits;
import io.bellwether.keydelivery.stream.StreamServer;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.config.HostAndPort;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The ways to keys besides ETSI GS QKD 014, as far as they are configured. */
final class FurtherDelivery implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    private FurtherDelivery() {}

    /**
     * Starts what is configured.
     *
     * @param delivery what they have in common with ETSI GS QKD 014
     * @throws IOException if a port is taken or a file cannot be read
     * @throws IllegalArgumentException if the file of pre-shared keys is not as it should be
     */
    static FurtherDelivery start(DeliveryParts parts, KeyDeliverySettings delivery)
            throws IOException {
        FurtherDelivery started = new FurtherDelivery();
        try {
            started.startSkip(parts, delivery);
            started.startStreams(parts, delivery);
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private void startSkip(DeliveryParts parts, KeyDeliverySettings delivery) throws IOException {
        FrontEndConfiguration configuration = parts.configuration();
        var skip = configuration.skip();
        if (skip.address().isEmpty() && skip.pskAddress().isEmpty()) {
            return;
        }
        Optional<InetSocketAddress> address = skip.address().map(HostAndPort::socketAddress);
        Optional<InetSocketAddress> pskAddress = skip.pskAddress().map(HostAndPort::socketAddress);
        SkipSettings settings =
                new SkipSettings(
                        address.map(at -> new SkipSettings.Certificates(at, delivery.tls())),
                        pskAddress.map(at -> new SkipSettings.SharedKeys(at, skip.preSharedKeys())),
                        delivery.limits(),
                        new Applications(delivery, parts.store().localEnd()));
        SkipServer server =
                SkipServer.start(settings, parts.store(), parts.peer(), parts.entropy());
        closers.push(server::close);
    }

    private void startStreams(DeliveryParts parts, KeyDeliverySettings delivery)
            throws IOException {
        var stream = parts.configuration().stream();
        if (stream.address().isEmpty()) {
            return;
        }
        StreamServer server =
                StreamServer.start(
                        stream.address().get().socketAddress(),
                        delivery.tls(),
                        new Applications(delivery, parts.store().localEnd()),
                        new StreamLimits(
                                delivery.limits(),
                                stream.maximumStreams(),
                                stream.maxBitsPerSecond(),
                                stream.maxTimeoutMillis(),
                                stream.chunksAhead()),
                        parts.store(),
                        parts.peer());
        closers.push(server::close);
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
    }
}
