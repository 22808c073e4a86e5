package io.bellwether.node.config;

import java.nio.file.Path;

/**
 * The record that a node keeps of its blocks.
 *
 * @param certificates the folder for security certificates, with a folder in it for each day
 */
public record AuditConfiguration(Path certificates) {
    /** Lies in the node's data directory. */
    public static final String DEFAULT_CERTIFICATES = "certificates";

    static AuditConfiguration read(Section section, IdentityConfiguration node) {
        AuditConfiguration audit =
                new AuditConfiguration(
                        section.path(
                                "certificates",
                                node.dataDirectory().resolve(DEFAULT_CERTIFICATES)));
        section.close();
        return audit;
    }
}
