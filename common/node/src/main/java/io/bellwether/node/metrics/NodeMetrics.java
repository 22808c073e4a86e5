package io.bellwether.node.metrics;

import io.bellwether.node.status.BlockResult;
import io.bellwether.node.status.NodeStatus;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The node's metrics: what blocks add up to since the node started, and the status as it is at the
 * time of a scrape. Thread-safe. Holds no key bit.
 */
public final class NodeMetrics {
    /** From a quick local block to a day. */
    private static final double[] BLOCK_SECONDS = {
        1, 3, 10, 30, 100, 300, 1000, 3600, 10800, 86400
    };

    private static final double[] STEP_SECONDS = {.001, .01, .1, 1, 10, 100, 1000, 10_000, 100_000};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final long leakedBitsPerBlock;
    private final Counter blocks =
            counter("blocks", "Blocks that ended, by outcome and reason", "outcome", "reason");
    private final Counter rounds = counter("rounds", "Rounds of the blocks that ended");
    private final Counter lostSignals =
            counter("lost_signals", "Rounds without a click, which count as a fixed outcome");
    private final Counter leakedBits =
            counter("leaked_bits", "Bits that accepted blocks count as published");
    private final Counter secretBits = counter("secret_bits", "Key bits of accepted blocks");
    private final Histogram blockSeconds =
            histogram("block_seconds", "Seconds from proposal to end of a block", BLOCK_SECONDS);
    private final Histogram stepSeconds =
            histogram("step_seconds", "Seconds of a step of a block", STEP_SECONDS, "step");

    /**
     * @param leakedBitsPerBlock what the key length of an accepted block counts as published
     * @param delivery what applications ask for
     */
    public NodeMetrics(
            Supplier<NodeStatus> status, long leakedBitsPerBlock, DeliveryMetrics delivery) {
        this.leakedBitsPerBlock = leakedBitsPerBlock;
        registry.register(new StatusCollector(status));
        delivery.registerWith(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder()
                .name("bellwether_" + name)
                .help(help)
                .labelNames(labels)
                .register(registry);
    }

    private Histogram histogram(String name, String help, double[] bounds, String... labels) {
        return Histogram.builder()
                .name("bellwether_" + name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(bounds)
                .labelNames(labels)
                .register(registry);
    }

    /** Counts a block that has ended. */
    public void blockEnded(BlockResult block) {
        blocks.labelValues(block.outcome(), block.reason()).inc();
        rounds.inc(block.rounds());
        lostSignals.inc(block.lostSignals());
        if (block.outcome().equals("accepted")) {
            leakedBits.inc(leakedBitsPerBlock);
            secretBits.inc(block.keyBits());
        }
        blockSeconds.observe(block.seconds());
        block.stepSeconds()
                .forEach((step, seconds) ->
                        stepSeconds
                                .labelValues(step.name().toLowerCase(Locale.ROOT))
                                .observe(seconds));
    }

    /** Everything in Prometheus' text format, version 0.0.4. */
    public byte[] scrape() {
        return PrometheusText.of(registry);
    }

    /** The names as they appear in the text, without the suffixes of histograms. */
    List<String> names() {
        return PrometheusText.names(registry);
    }
}
