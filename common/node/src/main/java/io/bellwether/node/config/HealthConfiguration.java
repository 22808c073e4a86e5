package io.bellwether.node.config;

/**
 * Health and metrics.
 *
 * @param address on loopback only, because it asks nobody for a certificate; port 0 takes a free
 *     one
 */
public record HealthConfiguration(HostAndPort address) {
    public static final HostAndPort DEFAULT_ADDRESS = new HostAndPort("127.0.0.1", 0);

    static HealthConfiguration read(Section section) {
        HealthConfiguration health =
                new HealthConfiguration(
                        section.read(
                                        "address",
                                        "HOST:PORT on a loopback address",
                                        text ->
                                                HostAndPort.parse(text)
                                                        .filter(HostAndPort::isLoopback))
                                .orElse(DEFAULT_ADDRESS));
        section.close();
        return health;
    }
}
