package io.bellwether.node;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AdminServer;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.KeyDeliveryServer;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.Quotas;
import io.bellwether.keydelivery.SaeDirectory;
import io.bellwether.node.config.FrontEndConfiguration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/** Which applications there are now, and the servers that they and administrators talk to. */
final class Applications {
    private final FrontEndConfiguration configuration;
    private final AuditTrail audit;
    private final SaeDirectory saes;

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

    /**
     * Starts what applications and administrators talk to.
     *
     * @param started takes every server, in the order in which they started
     * @throws IOException if an address is taken or a certificate cannot be used
     */
    void serve(DeliveryParts parts, Consumer<AutoCloseable> started) throws IOException {
        Quotas quotas =
                Quotas.keptIn(configuration.node().dataDirectory().resolve("quota-usage.json"));
        started.accept(quotas);
        KeyDeliverySettings settings =
                NodeSettings.delivery(configuration, saes, quotas, audit, parts.supply());
        started.accept(KeyDeliveryServer.start(settings, parts.store(), parts.peer()));
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
