package io.bellwether.node;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AdminServer;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.KeyDeliveryServer;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.KeySupply;
import io.bellwether.keydelivery.PairStock;
import io.bellwether.keydelivery.Quotas;
import io.bellwether.keydelivery.SaeDirectory;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.metrics.DeliveryMetrics;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Which applications there are now, and the servers that they and administrators talk to. */
final class Applications {
    /** A metric with more values than that is of no use to anybody. */
    private static final int MOST_PAIRS = 1000;

    private final FrontEndConfiguration configuration;
    private final AuditTrail audit;
    private final SaeDirectory saes;

    private final DeliveryMetrics metrics = new DeliveryMetrics(this::stock);

    /** Null until it is started, or if this process serves no applications. */
    private volatile KeyDeliveryServer server;

    private KeyDeliverySettings settings;
    private BegunEarly<KeyDeliveryServer.Prepared> prepared;

    Applications(FrontEndConfiguration configuration) {
        this.configuration = configuration;
        Path data = configuration.node().dataDirectory();
        this.audit = AuditTrail.open(data.resolve("admin-audit.jsonl"), InstantSource.system());
        this.saes =
                SaeDirectory.open(
                        NodeSettings.saes(configuration), data.resolve("saes.json"), audit);
    }

    /** Those that fetch at an end, now. */
    Set<SaeId> at(End end) {
        return saes.at(end);
    }

    /** What applications ask for, and what there is for them. */
    DeliveryMetrics metrics() {
        return metrics;
    }

    /** For pairs whose master fetches here; not for all of many. */
    private List<PairStock> stock() {
        KeyDeliveryServer started = server;
        return started == null ? List.of() : started.stock(MOST_PAIRS);
    }

    /**
     * Begins to make ready what {@link #serve} starts, on a thread of its own.
     *
     * @param supply what is known of the pool
     * @param opened takes what is to be closed
     */
    void prepare(Supplier<Optional<KeySupply>> supply, Consumer<AutoCloseable> opened) {
        Quotas quotas =
                Quotas.keptIn(configuration.node().dataDirectory().resolve("quota-usage.json"));
        opened.accept(quotas);
        settings =
                NodeSettings.delivery(
                        configuration, saes, quotas, audit, supply, metrics::answered);
        var begun = BegunEarly.begin(() -> KeyDeliveryServer.prepare(settings));
        prepared = begun;
        opened.accept(() -> {
            if (server == null) {
                begun.made().ifPresent(KeyDeliveryServer.Prepared::close);
            }
        });
    }

    /**
     * Starts what applications and administrators talk to; {@linkplain #prepare prepared} before.
     *
     * @param started takes every server, in the order in which they started
     * @throws IOException if an address is taken or a certificate cannot be used
     */
    void serve(DeliveryParts parts, Consumer<AutoCloseable> started) throws IOException {
        server = prepared.get().start(parts.store(), parts.peer());
        started.accept(server);
        started.accept(FurtherDelivery.start(parts, settings));
        if (configuration.admin().address().isPresent()) {
            started.accept(startAdministration());
        }
    }

    private AdminServer startAdministration() throws IOException {
        return AdminServer.start(
                configuration.admin().address().orElseThrow().socketAddress(),
                NodeSettings.adminTls(configuration.admin()),
                saes);
    }
}
