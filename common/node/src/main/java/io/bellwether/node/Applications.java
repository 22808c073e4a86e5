package io.bellwether.node;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AdminServer;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.KeyDeliveryServer;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.SaeDirectory;
import io.bellwether.node.config.NodeConfiguration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;

/** Which applications there are now, and the servers that they and administrators talk to. */
final class Applications {
    private final NodeConfiguration configuration;
    private final AuditTrail audit;
    private final SaeDirectory saes;

    Applications(NodeConfiguration configuration) {
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

    KeyDeliveryServer startDelivery(NodeParts parts) {
        return KeyDeliveryServer.start(delivery(parts), parts.store(), parts.peerKeys());
    }

    /** What every way to keys has in common. */
    KeyDeliverySettings delivery(NodeParts parts) {
        return NodeSettings.delivery(configuration, saes, audit, parts.board()::supply);
    }

    boolean areAdministered() {
        return configuration.admin().address().isPresent();
    }

    AdminServer startAdministration() throws IOException {
        return AdminServer.start(
                configuration.admin().address().orElseThrow().socketAddress(),
                NodeSettings.adminTls(configuration.admin()),
                saes);
    }
}
