package io.bellwether.node.metrics;

import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AnsweredRequest;
import io.bellwether.keydelivery.PairStock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.List;
import java.util.function.Supplier;

/**
 * What applications ask for and how long they wait, by method and by application, and what there is
 * for each pair of them. Thread-safe. Holds no key bit.
 */
public final class DeliveryMetrics {
    private static final double[] SECONDS = {.0003, .001, .003, .01, .02, .05, .1, .3, 1, 3, 10};

    private final Counter requests =
            Counter.builder()
                    .name("bellwether_delivery_requests")
                    .help("Requests of applications, by method, application and status")
                    .labelNames("method", "sae", "status")
                    .build();

    private final Histogram seconds =
            Histogram.builder()
                    .name("bellwether_delivery_seconds")
                    .help("Seconds from a whole request to its answer, by method")
                    .classicOnly()
                    .classicUpperBounds(SECONDS)
                    .labelNames("method")
                    .build();

    private final Supplier<List<PairStock>> stock;

    /**
     * @param stock what there is for each pair of applications now
     */
    public DeliveryMetrics(Supplier<List<PairStock>> stock) {
        this.stock = stock;
    }

    /** Counts a request. Only registered applications get a label of their own. */
    public void answered(AnsweredRequest request) {
        requests.labelValues(
                        request.method(),
                        request.sae().map(SaeId::value).orElse(""),
                        Integer.toString(request.status()))
                .inc();
        seconds.labelValues(request.method()).observe(request.seconds());
    }

    void registerWith(PrometheusRegistry registry) {
        registry.register(requests);
        registry.register(seconds);
        registry.register((MultiCollector) this::collectStock);
    }

    private MetricSnapshots collectStock() {
        List<PairStock> pairs = stock.get();
        if (pairs.isEmpty()) {
            return MetricSnapshots.of();
        }
        var gauge =
                GaugeSnapshot.builder()
                        .name("bellwether_pair_keys_available")
                        .help("Keys that a master may ask for now, at its default key size");
        for (PairStock pair : pairs) {
            gauge.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(
                                    Labels.of(
                                            "master", pair.master().value(),
                                            "slave", pair.slave().value()))
                            .value(pair.keys())
                            .build());
        }
        return MetricSnapshots.of(gauge.build());
    }
}
