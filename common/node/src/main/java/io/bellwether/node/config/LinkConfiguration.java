package io.bellwether.node.config;

import java.nio.file.Path;

/**
 * The classical link to the peer, under mutual TLS.
 *
 * @param address Bob listens on it, Alice dials it
 * @param certificate PEM chain that this node shows
 * @param privateKey PEM, PKCS#8
 * @param trustedAuthority PEM certificate that must have issued the peer's
 * @param peerName the common name that the peer's certificate must carry: its KME ID
 * @param retryInitialMillis the first wait before Alice dials again; doubles with each failure
 * @param retryMaxMillis the longest such wait
 * @param idleTimeoutMillis silence after which the link counts as lost
 */
public record LinkConfiguration(
        HostAndPort address,
        Path certificate,
        Path privateKey,
        Path trustedAuthority,
        String peerName,
        int retryInitialMillis,
        int retryMaxMillis,
        int idleTimeoutMillis) {
    public static final int DEFAULT_RETRY_INITIAL_MILLIS = 500;
    public static final int DEFAULT_RETRY_MAX_MILLIS = 30_000;
    public static final int DEFAULT_IDLE_TIMEOUT_MILLIS = 60_000;

    static LinkConfiguration read(Section section, IdentityConfiguration node) {
        LinkConfiguration link =
                new LinkConfiguration(
                        section.address("address", 1),
                        section.file("certificate"),
                        section.file("privateKey"),
                        section.file("trustedAuthority"),
                        section.name("peerName"),
                        section.integer(
                                "retryInitialMillis", DEFAULT_RETRY_INITIAL_MILLIS, 1, 600_000),
                        section.integer("retryMaxMillis", DEFAULT_RETRY_MAX_MILLIS, 1, 3_600_000),
                        section.integer(
                                "idleTimeoutMillis",
                                DEFAULT_IDLE_TIMEOUT_MILLIS,
                                1_000,
                                3_600_000));
        if (link.retryMaxMillis < link.retryInitialMillis) {
            section.problem(
                    "retryMaxMillis",
                    link.retryMaxMillis,
                    "retryInitialMillis = " + link.retryInitialMillis + " or more");
        }
        if (!link.peerName.isEmpty() && link.peerName.equals(node.name())) {
            section.problem("peerName", link.peerName, "another name than node.name");
        }
        section.close();
        return link;
    }
}
