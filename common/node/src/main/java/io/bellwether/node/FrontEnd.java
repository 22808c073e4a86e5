package io.bellwether.node;

import io.bellwether.foundation.End;
import io.bellwether.keystore.DataDirectoryLock;
import io.bellwether.keystore.EngineRelay;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.StoreLocation;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.entropy.NodeEntropy;
import io.bellwether.node.keys.ConfiguredStore;
import io.bellwether.node.keys.RelayedPeer;
import io.bellwether.node.keys.StoreMaintenance;
import io.bellwether.node.metrics.FrontEndMetrics;
import io.bellwether.node.status.FrontEndStatus;
import io.bellwether.node.status.StatusServer;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Composition root of a delivery front end: hands out keys of the database that it shares with the
 * engine and with other front ends. It has no link, pool or box, and holds no authentication bits.
 */
final class FrontEnd implements NodeMain.RunningNode {
    private final FrontEndConfiguration configuration;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final KeyStore store;

    private FrontEnd(FrontEndConfiguration configuration) throws IOException {
        this.configuration = configuration;
        try {
            opened.push(DataDirectoryLock.acquire(configuration.node().dataDirectory()));
            Applications applications = new Applications(configuration);
            applications.prepare(Optional::empty, opened::push);
            store = ConfiguredStore.open(configuration);
            opened.push(store);
            opened.push(new StoreMaintenance(store));
            EngineRelay relay =
                    EngineRelay.open(
                            (StoreLocation.PostgresServer) configuration.store().database());
            opened.push(relay);
            applications.serve(
                    new DeliveryParts(
                            configuration,
                            store,
                            new RelayedPeer(
                                    relay, Duration.ofMillis(configuration.answerTimeoutMillis())),
                            NodeEntropy.fromOperatingSystem()),
                    opened::push);
            opened.push(
                    StatusServer.start(
                            configuration.health().address().socketAddress(),
                            this::status,
                            () -> StatusReport.check(store),
                            new FrontEndMetrics(this::status, applications.metrics())::scrape));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static FrontEnd start(FrontEndConfiguration configuration) throws IOException {
        return new FrontEnd(configuration);
    }

    private FrontEndStatus status() {
        End end = configuration.node().end();
        int keySizeBits = configuration.delivery().keySizeBits();
        return new FrontEndStatus(
                configuration.node().name(),
                end,
                Version.current(),
                ProcessHandle.current().pid(),
                store.availableKeys(end, keySizeBits),
                keySizeBits);
    }

    @Override
    public Optional<Throwable> awaitEnd() throws InterruptedException {
        stopped.await();
        return Optional.empty();
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                // what is left open would lose more than what failed to close
                System.err.println("closing: " + e.getMessage());
            }
        }
    }
}
