package io.bellwether.node.metrics;

import io.bellwether.node.status.FrontEndStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The metrics of a delivery front end: those of the node that a front end has, under its names. */
public final class FrontEndMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Supplier<FrontEndStatus> status;

    public FrontEndMetrics(Supplier<FrontEndStatus> status, DeliveryMetrics delivery) {
        this.status = status;
        registry.register((MultiCollector) this::collect);
        delivery.registerWith(registry);
    }

    private MetricSnapshots collect() {
        FrontEndStatus now = status.get();
        return MetricSnapshots.of(
                InfoSnapshot.builder()
                        .name("bellwether_front_end")
                        .help("Which delivery front end this is")
                        .dataPoint(
                                InfoSnapshot.InfoDataPointSnapshot.builder()
                                        .labels(
                                                Labels.of(
                                                        "name", now.name(),
                                                        "end",
                                                                now.end()
                                                                        .name()
                                                                        .toLowerCase(Locale.ROOT),
                                                        "version", now.version()))
                                        .build())
                        .build(),
                GaugeSnapshot.builder()
                        .name("bellwether_keys_available")
                        .help("Keys that can be asked for here, at the default key size")
                        .dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                        .labels(Labels.of("key_size_bits", "" + now.keySizeBits()))
                                        .value(now.availableKeys())
                                        .build())
                        .build());
    }

    /** Everything in Prometheus' text format, version 0.0.4. */
    public byte[] scrape() {
        return PrometheusText.of(registry);
    }

    List<String> names() {
        return PrometheusText.names(registry);
    }
}
