package io.bellwether.node.metrics;

import io.bellwether.node.status.BlockResult;
import io.bellwether.node.status.NodeStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Gauges of the status, all from the same moment. */
final class StatusCollector implements MultiCollector {
    private static final Map<String, Integer> POOL_LEVELS =
            Map.of("SUFFICIENT", 0, "LOW", 1, "AT_FLOOR", 2);

    private final Supplier<NodeStatus> status;

    StatusCollector(Supplier<NodeStatus> status) {
        this.status = status;
    }

    @Override
    public MetricSnapshots collect() {
        NodeStatus now = status.get();
        var metrics = MetricSnapshots.builder();
        metrics.metricSnapshot(info(now));
        metrics.metricSnapshot(
                gauge(
                        "link_connected",
                        "1 while the peer is connected",
                        now.now().link().state().equals("connected") ? 1 : 0));
        metrics.metricSnapshot(
                gauge(
                        "block_expected_key_bits",
                        "Key length of an accepted block as the honest model expects it",
                        now.keyBitsPerBlock()));
        lastBlock(metrics, now.now().last());
        pool(metrics, now.pool());
        keys(metrics, now.keys());
        return metrics.build();
    }

    private static InfoSnapshot info(NodeStatus now) {
        return InfoSnapshot.builder()
                .name("bellwether_node")
                .help("Which node this is")
                .dataPoint(
                        InfoSnapshot.InfoDataPointSnapshot.builder()
                                .labels(
                                        Labels.of(
                                                "name", now.name(),
                                                "end", now.end().name().toLowerCase(Locale.ROOT),
                                                "version", now.version(),
                                                "theorem", now.theorem()))
                                .build())
                .build();
    }

    /** Without a value before the first block, and of S and Q at Alice's end always. */
    private static void lastBlock(MetricSnapshots.Builder metrics, Optional<BlockResult> last) {
        last.ifPresent(block ->
                metrics.metricSnapshot(
                        gauge(
                                "last_block_end_seconds",
                                "When the last block ended, in Unix time",
                                block.ended().toEpochMilli() / 1000.0)));
        last.flatMap(BlockResult::score).ifPresent(score -> namedScore(metrics, score));
        last.flatMap(BlockResult::chsh)
                .ifPresent(
                        score -> score(metrics, "chsh", "CHSH value S of the last block", score));
        last.flatMap(BlockResult::qber)
                .ifPresent(
                        score -> score(metrics, "qber", "Error rate Q of its key rounds", score));
        last.flatMap(StatusCollector::winRatio)
                .ifPresent(ratio ->
                        metrics.metricSnapshot(
                                gauge(
                                        "win_ratio",
                                        "Test rounds won over test rounds of the last" + " block",
                                        ratio)));
    }

    /** The score of whatever protocol, by its name in the literature. */
    private static void namedScore(MetricSnapshots.Builder metrics, BlockResult.NamedScore score) {
        Labels name = Labels.of("name", score.name());
        score.value()
                .ifPresent(value ->
                        metrics.metricSnapshot(
                                labelled(
                                        "score",
                                        "Score of the last block, by its name: S, s, W or B_d",
                                        name,
                                        value)));
        score.standardError()
                .ifPresent(error ->
                        metrics.metricSnapshot(
                                labelled(
                                        "score_standard_error",
                                        "Standard error of the score",
                                        name,
                                        error)));
        score.distanceToLocal()
                .ifPresent(distance ->
                        metrics.metricSnapshot(
                                labelled(
                                        "score_distance_to_local",
                                        "By how much the score is better than any local one",
                                        name,
                                        distance)));
    }

    private static GaugeSnapshot labelled(String name, String help, Labels labels, double value) {
        return GaugeSnapshot.builder()
                .name("bellwether_" + name)
                .help(help)
                .dataPoint(point(labels, value))
                .build();
    }

    private static Optional<Double> winRatio(BlockResult block) {
        return block.testRounds()
                .filter(tests -> tests > 0)
                .flatMap(tests -> block.lostTestRounds().map(lost -> 1 - (double) lost / tests));
    }

    private static void score(
            MetricSnapshots.Builder metrics, String name, String help, BlockResult.Score score) {
        metrics.metricSnapshot(gauge(name, help, score.value()));
        metrics.metricSnapshot(
                gauge(name + "_standard_error", "Its standard error", score.standardError()));
    }

    private static void pool(MetricSnapshots.Builder metrics, NodeStatus.Pool pool) {
        metrics.metricSnapshot(
                GaugeSnapshot.builder()
                        .name("bellwether_authentication_bits")
                        .help("Bits of the authentication pool left in each end's direction")
                        .dataPoint(point(Labels.of("direction", "own"), pool.ownBits()))
                        .dataPoint(point(Labels.of("direction", "peer"), pool.peerBits()))
                        .build());
        metrics.metricSnapshot(
                gauge(
                        "authentication_level",
                        "0 sufficient, 1 below the low-water mark, 2 at the floor: no block starts",
                        POOL_LEVELS.get(pool.level())));
    }

    private static void keys(MetricSnapshots.Builder metrics, NodeStatus.Keys keys) {
        metrics.metricSnapshot(
                GaugeSnapshot.builder()
                        .name("bellwether_keys_available")
                        .help("Keys that can be asked for here, at the default key size")
                        .dataPoint(
                                point(
                                        Labels.of("key_size_bits", "" + keys.keySizeBits()),
                                        keys.availableKeys()))
                        .build());
        metrics.metricSnapshot(
                GaugeSnapshot.builder()
                        .name("bellwether_store_free_bits")
                        .help("Secret bits not yet handed out, by the end that may hand them out")
                        .dataPoint(point(Labels.of("end", "own"), keys.freeBits()))
                        .dataPoint(point(Labels.of("end", "peer"), keys.peerFreeBits()))
                        .build());
        metrics.metricSnapshot(
                gauge("store_blocks", "Deliverable blocks in the store", keys.blocks()));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name("bellwether_" + name)
                .help(help)
                .dataPoint(point(Labels.EMPTY, value))
                .build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
