package io.bellwether.node.config;

import java.util.Optional;

/**
 * The page that shows a node's blocks in a browser.
 *
 * @param address on loopback only: who may look at it shows a token, and a token must not cross a
 *     network in clear; empty for no such page
 */
public record DashboardConfiguration(Optional<HostAndPort> address) {
    static DashboardConfiguration read(Section section) {
        Optional<HostAndPort> address = section.optionalAddress("address");
        if (address.isPresent() && !address.get().isLoopback()) {
            section.problem(
                    "address",
                    address.get(),
                    "off, or HOST:PORT on a loopback address; from elsewhere, forward the port with"
                            + " ssh -L");
        }
        section.close();
        return new DashboardConfiguration(address);
    }
}
