package io.bellwether.keydelivery.skip;

import io.bellwether.keydelivery.Applications;
import io.bellwether.keydelivery.KeyLimits;
import io.bellwether.keydelivery.TlsFiles;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a SKIP server needs to know.
 *
 * @param certificates where clients with certificates come, if they may
 * @param preSharedKeys where clients with pre-shared keys come, if they may
 * @param applications who the clients are, and who may share keys with whom
 */
public record SkipSettings(
        Optional<Certificates> certificates,
        Optional<SharedKeys> preSharedKeys,
        KeyLimits limits,
        Applications applications) {
    /** Mutual TLS with certificates. */
    public record Certificates(InetSocketAddress address, TlsFiles files) {}

    /**
     * TLS with pre-shared keys.
     *
     * @param file one {@code SAE:HEX} per line
     */
    public record SharedKeys(InetSocketAddress address, Path file) {}
}
