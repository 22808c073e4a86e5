package io.bellwether.node.config;

/**
 * Everything that an operator sets for one node, checked: what {@link ConfigurationReader} reads.
 */
public record NodeConfiguration(
        IdentityConfiguration node,
        LinkConfiguration link,
        AuthenticationConfiguration authentication,
        BoxConfiguration box,
        ProtocolConfiguration protocol,
        DeliveryConfiguration delivery,
        AdminConfiguration admin,
        SkipConfiguration skip,
        StreamConfiguration stream,
        StoreConfiguration store,
        AuditConfiguration audit,
        HealthConfiguration health,
        DashboardConfiguration dashboard,
        TracingConfiguration tracing) {
    /** The part that handing out keys needs. */
    public FrontEndConfiguration frontEnd() {
        return new FrontEndConfiguration(
                node,
                link.peerName(),
                link.idleTimeoutMillis(),
                delivery,
                admin,
                skip,
                stream,
                store,
                health);
    }
}
