package io.bellwether.keydelivery;

import java.util.ArrayList;
import java.util.List;

/**
 * What a key-delivery server needs to know.
 *
 * @param host address to listen at
 * @param port 0 for a free one
 * @param kmeId how this end calls itself in a status
 * @param peerKmeId how it calls the other end
 * @param retryAfterSeconds what a client is told to wait when there is no key now
 */
public record KeyDeliverySettings(
        String host,
        int port,
        TlsFiles tls,
        String kmeId,
        String peerKmeId,
        KeyLimits limits,
        IdentityMapping identity,
        SaeDirectory saes,
        int retryAfterSeconds,
        DeliveryOptions options) {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_RETRY_AFTER_SECONDS = 3600;

    /** The standard and nothing beside, for SAEs that do not change. */
    public KeyDeliverySettings(
            String host,
            int port,
            TlsFiles tls,
            String kmeId,
            String peerKmeId,
            KeyLimits limits,
            IdentityMapping identity,
            SaeRegistry saes,
            int retryAfterSeconds) {
        this(
                host,
                port,
                tls,
                kmeId,
                peerKmeId,
                limits,
                identity,
                SaeDirectory.fixed(saes),
                retryAfterSeconds,
                DeliveryOptions.none());
    }

    /**
     * @throws IllegalArgumentException that names every problem
     */
    public KeyDeliverySettings {
        List<String> problems = new ArrayList<>();
        if (host.isBlank()) {
            problems.add("host: empty; limit an address");
        }
        if (port < 0 || port > MAX_PORT) {
            problems.add("port: %d; limit 0 to %d".formatted(port, MAX_PORT));
        }
        if (kmeId.isBlank()) {
            problems.add("kmeId: empty; limit at least one character");
        }
        if (peerKmeId.isBlank() || peerKmeId.equals(kmeId)) {
            problems.add("peerKmeId: '%s'; limit not empty, not kmeId".formatted(peerKmeId));
        }
        if (retryAfterSeconds < 1 || retryAfterSeconds > MAX_RETRY_AFTER_SECONDS) {
            problems.add(
                    "retryAfterSeconds: %d; limit 1 to %d"
                            .formatted(retryAfterSeconds, MAX_RETRY_AFTER_SECONDS));
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
