package io.bellwether.node.config;

/** The protocols that a node can run. */
public enum ProtocolName {
    CHSH,
    CHAINED,
    GENERALISED_CHSH,
    TWO_BASES,
    D_OUTCOME
}
