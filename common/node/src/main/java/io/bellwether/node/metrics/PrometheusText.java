package io.bellwether.node.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Prometheus' text format, version 0.0.4. */
final class PrometheusText {
    private static final PrometheusTextFormatWriter WRITER =
            PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

    private PrometheusText() {}

    static byte[] of(PrometheusRegistry registry) {
        var text = new ByteArrayOutputStream();
        try {
            WRITER.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array takes everything", e);
        }
        return text.toByteArray();
    }

    /** The names as they appear in the text, without the suffixes of histograms. */
    static List<String> names(PrometheusRegistry registry) {
        return registry.scrape().stream().map(PrometheusText::name).sorted().toList();
    }

    private static String name(MetricSnapshot metric) {
        return metric.getMetadata().getPrometheusName()
                + switch (metric) {
                    case CounterSnapshot c -> "_total";
                    case InfoSnapshot i -> "_info";
                    default -> "";
                };
    }
}
