package io.bellwether.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.AnsweredRequest;
import io.bellwether.keydelivery.PairStock;
import io.bellwether.node.status.FrontEndStatus;
import io.bellwether.node.status.Json;
import io.bellwether.node.status.SampleStatus;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class NodeMetricsTest {
    private static final Path MONITORING = Path.of("../../deploy/monitoring");
    private static final Path ALERTS = MONITORING.resolve("prometheus/bellwether-alerts.yml");
    private static final Path DASHBOARD = MONITORING.resolve("grafana/bellwether.json");

    private static NodeMetrics full() {
        var accepted = SampleStatus.block("accepted", "", 139_616);
        var metrics =
                new NodeMetrics(
                        () -> SampleStatus.status(Optional.of(accepted)), 300_000, delivery());
        metrics.blockEnded(accepted);
        metrics.blockEnded(SampleStatus.block("aborted", "TOO_MANY_LOST_ROUNDS", 0));
        return metrics;
    }

    private static DeliveryMetrics delivery() {
        SaeId one = new SaeId("one");
        var delivery =
                new DeliveryMetrics(() -> List.of(new PairStock(one, new SaeId("two"), 545)));
        delivery.answered(new AnsweredRequest("enc_keys", Optional.of(one), 200, .004));
        delivery.answered(new AnsweredRequest("enc_keys", Optional.of(one), 200, .002));
        delivery.answered(new AnsweredRequest("enc_keys", Optional.empty(), 401, .0001));
        return delivery;
    }

    private static List<String> lines(NodeMetrics metrics) {
        return lines(metrics.scrape());
    }

    private static List<String> lines(byte[] scraped) {
        return new String(scraped, StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    @DisplayName("requests add up by method, application and status, their seconds by method")
    void requests() {
        assertThat(lines(full()))
                .contains(
                        "bellwether_delivery_requests_total{method=\"enc_keys\",sae=\"one\","
                                + "status=\"200\"} 2.0",
                        "bellwether_delivery_requests_total{method=\"enc_keys\",sae=\"\","
                                + "status=\"401\"} 1.0",
                        "bellwether_delivery_seconds_bucket{method=\"enc_keys\",le=\"0.003\"} 2",
                        "bellwether_delivery_seconds_count{method=\"enc_keys\"} 3",
                        "bellwether_pair_keys_available{master=\"one\",slave=\"two\"} 545.0");
    }

    @Test
    @DisplayName("a front end has the documented part of the list, under the same names")
    void frontEnd() throws IOException {
        var status = new FrontEndStatus("alice", End.ALICE, "0.1.0", 4711, 545, 256);
        var metrics = new FrontEndMetrics(() -> status, delivery());
        String document = Files.readString(Path.of("doc/metrics.md"));
        assertThat(metrics.names())
                .containsExactly(
                        "bellwether_delivery_requests_total",
                        "bellwether_delivery_seconds",
                        "bellwether_front_end_info",
                        "bellwether_keys_available",
                        "bellwether_pair_keys_available")
                .allSatisfy(name -> assertThat(document).contains(name));
        assertThat(lines(metrics.scrape()))
                .contains(
                        "bellwether_front_end_info{end=\"alice\",name=\"alice\","
                                + "version=\"0.1.0\"} 1",
                        "bellwether_keys_available{key_size_bits=\"256\"} 545.0");
    }

    @Test
    @DisplayName("blocks add up by outcome and reason; only accepted ones leak and give key bits")
    void blocks() {
        assertThat(lines(full()))
                .contains(
                        "bellwether_blocks_total{outcome=\"accepted\",reason=\"\"} 1.0",
                        "bellwether_blocks_total{outcome=\"aborted\","
                                + "reason=\"TOO_MANY_LOST_ROUNDS\"} 1.0",
                        "bellwether_rounds_total 3000000.0",
                        "bellwether_lost_signals_total 14.0",
                        "bellwether_leaked_bits_total 300000.0",
                        "bellwether_secret_bits_total 139616.0",
                        "bellwether_block_seconds_count 2",
                        "bellwether_step_seconds_sum{step=\"measure\"} 8.0");
    }

    @Test
    @DisplayName("the gauges say what the status says")
    void gauges() {
        assertThat(lines(full()))
                .contains(
                        "bellwether_link_connected 1.0",
                        "bellwether_chsh 2.67",
                        "bellwether_score{name=\"S\"} 2.67",
                        "bellwether_score_standard_error{name=\"S\"} 0.01",
                        "bellwether_score_distance_to_local{name=\"S\"} 0.67",
                        "bellwether_qber_standard_error 1.0E-4",
                        "bellwether_win_ratio " + (1 - 12_000.0 / 76_000),
                        "bellwether_authentication_bits{direction=\"own\"} 9000.0",
                        "bellwether_authentication_level 1.0",
                        "bellwether_keys_available{key_size_bits=\"256\"} 545.0",
                        "bellwether_last_block_end_seconds 1.7E9");
    }

    @Test
    @DisplayName("before the first block there is no score, no error rate and no end of a block")
    void noBlockYet() {
        var metrics =
                new NodeMetrics(() -> SampleStatus.status(Optional.empty()), 300_000, delivery());
        assertThat(metrics.names())
                .doesNotContain(
                        "bellwether_chsh",
                        "bellwether_qber",
                        "bellwether_win_ratio",
                        "bellwether_last_block_end_seconds");
    }

    @Test
    @DisplayName("the documented list is the list of the code")
    void documented() throws IOException {
        String document = Files.readString(Path.of("doc/metrics.md"));
        assertThat(names("(?m)^\\| `(bellwether_\\w+)`", document))
                .containsExactlyElementsOf(full().names());
    }

    @Test
    @DisplayName("alerts and dashboard ask only for metrics that there are, the dashboard for all")
    void asked() throws IOException {
        List<String> known =
                full().names().stream()
                        .flatMap(name ->
                                name.endsWith("_seconds") && !name.contains("end")
                                        ? Stream.of("_bucket", "_sum", "_count").map(name::concat)
                                        : Stream.of(name))
                        .toList();
        String dashboard = Files.readString(DASHBOARD);
        assertThat(known).containsAll(names("(bellwether_\\w+)", dashboard));
        assertThat(known).containsAll(names("(bellwether_\\w+)", Files.readString(ALERTS)));
        for (String name : full().names()) {
            assertThat(dashboard).contains(name);
        }
        JsonNode panels = Json.MAPPER.readTree(dashboard).get("panels");
        assertThat(panels).hasSizeGreaterThan(10);
    }

    @Test
    @DisplayName("each alert rule has an entry in the runbook, and no entry is left over")
    void runbook() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> rules =
                new Yaml().load(Files.readString(ALERTS));
        List<Map<String, Object>> alerts = rules.get("groups").getFirst().get("rules");
        assertThat(names("(?m)^## (\\w+)", Files.readString(MONITORING.resolve("runbook.md"))))
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(rule -> rule.get("alert").toString()).toList());
        assertThat(alerts)
                .allSatisfy(rule ->
                        assertThat(rule.get("annotations").toString())
                                .contains(
                                        "runbook.md#"
                                                + rule.get("alert").toString().toLowerCase()));
    }

    private static TreeSet<String> names(String pattern, String text) {
        return new TreeSet<>(
                Pattern.compile(pattern)
                        .matcher(text)
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList());
    }
}
