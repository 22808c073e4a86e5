package io.bellwether.node.config;

import java.util.Optional;

/**
 * OpenTelemetry traces of blocks.
 *
 * @param otlpAddress where a collector takes OTLP over gRPC without encryption; empty for no traces
 */
public record TracingConfiguration(Optional<HostAndPort> otlpAddress) {
    static TracingConfiguration read(Section section) {
        var tracing = new TracingConfiguration(section.optionalAddress("otlpAddress"));
        section.close();
        return tracing;
    }
}
