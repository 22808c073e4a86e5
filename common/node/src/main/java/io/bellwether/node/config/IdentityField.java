package io.bellwether.node.config;

/** The part of a client certificate that names the SAE. */
public enum IdentityField {
    CN,
    SAN_URI,
    SAN_DNS,
    FINGERPRINT,
    SERIAL
}
