package io.bellwether.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Key delivery by SKIP (draft-cisco-skip-02); certificates and applications are those of {@link
 * DeliveryConfiguration}.
 *
 * @param address to listen on for clients with certificates; empty for not at all
 * @param pskAddress to listen on for clients with pre-shared keys; empty for not at all
 * @param preSharedKeys the file of these keys, one {@code SAE:HEX} per line
 */
public record SkipConfiguration(
        Optional<HostAndPort> address, Optional<HostAndPort> pskAddress, Path preSharedKeys) {
    public static final String DEFAULT_PRE_SHARED_KEYS = "skip.psk";

    static SkipConfiguration read(Section section) {
        Optional<HostAndPort> pskAddress = section.optionalAddress("pskAddress");
        Path fallback = section.folder().resolve(DEFAULT_PRE_SHARED_KEYS);
        SkipConfiguration skip =
                new SkipConfiguration(
                        section.optionalAddress("address"),
                        pskAddress,
                        pskAddress.isPresent()
                                ? section.file("preSharedKeys")
                                : section.path("preSharedKeys", fallback));
        section.close();
        return skip;
    }
}
