package io.bellwether.node.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The interface on which administrators change which applications there are.
 *
 * @param address to listen on; absent: there is none
 * @param certificate PEM chain that this node shows to administrators
 * @param privateKey PEM, PKCS#8
 * @param trustedAuthority PEM certificate that must have issued an administrator's; applications'
 *     is another one
 */
public record AdminConfiguration(
        Optional<HostAndPort> address, Path certificate, Path privateKey, Path trustedAuthority) {
    /** No such interface. */
    public static final String OFF = "off";

    /** Where {@code bellwether init} puts the authority. */
    public static final String DEFAULT_AUTHORITY = "admin-ca.crt";

    static AdminConfiguration read(Section section, DeliveryConfiguration delivery) {
        boolean on = section.peek("address").filter(text -> !text.equals(OFF)).isPresent();
        Optional<HostAndPort> address =
                section.read(
                                "address",
                                "HOST:PORT, or off",
                                text ->
                                        text.equals(OFF)
                                                ? Optional.of(Optional.<HostAndPort>empty())
                                                : HostAndPort.parse(text).map(Optional::of))
                        .orElse(Optional.empty());
        AdminConfiguration admin =
                new AdminConfiguration(
                        address,
                        section.path("certificate", delivery.certificate()),
                        section.path("privateKey", delivery.privateKey()),
                        section.path(
                                "trustedAuthority", section.folder().resolve(DEFAULT_AUTHORITY)));
        if (on && admin.trustedAuthority.equals(delivery.trustedAuthority())) {
            section.problem(
                    "trustedAuthority",
                    admin.trustedAuthority,
                    "another authority than delivery.trustedAuthority: no application may be an"
                            + " administrator");
        }
        section.close();
        return admin;
    }
}
