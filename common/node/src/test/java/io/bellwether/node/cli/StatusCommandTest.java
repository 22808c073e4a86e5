package io.bellwether.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellwether.node.metrics.DeliveryMetrics;
import io.bellwether.node.metrics.NodeMetrics;
import io.bellwether.node.status.Readiness;
import io.bellwether.node.status.SampleStatus;
import io.bellwether.node.status.StatusServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

class StatusCommandTest {
    private static final Readiness.Check FINE = new Readiness.Check(true, "");

    private StatusServer server;
    private final StringWriter out = new StringWriter();

    @BeforeEach
    void start() throws Exception {
        var last = SampleStatus.block("accepted", "", 139_616);
        var status = SampleStatus.status(Optional.of(last));
        server =
                StatusServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new StatusServer.Sources(
                                () -> status,
                                () -> Readiness.of(FINE, FINE, FINE, FINE, Optional.empty()),
                                () ->
                                        new NodeMetrics(
                                                        () -> status,
                                                        0,
                                                        new DeliveryMetrics(List::of))
                                                .scrape()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        return new CommandLine(new StatusCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }

    @Test
    @DisplayName("two nodes are described one after the other")
    void twoNodes() {
        assertThat(run(address(), address())).isZero();
        assertThat(out.toString().split("node        bob")).hasSize(3);
        assertThat(out.toString()).contains("accepted, 139616 key bits; S = 2.67");
    }

    @Test
    @DisplayName("a watch draws again and again, and shows a node that is gone as gone")
    void watch() throws Exception {
        String gone = "127.0.0.1:1";
        Thread watching =
                Thread.ofVirtual()
                        .start(() -> run("--watch", "--interval", "0.1", address(), gone));
        await().until(() -> out.toString().split("\u001b\\[2J").length > 3);
        watching.interrupt();
        watching.join();
        assertThat(out.toString()).contains("node        bob", "no node answers at 127.0.0.1:1");
    }

    @Test
    @DisplayName("an interval out of range is refused with its limits")
    void interval() {
        var errors = new StringWriter();
        int code =
                new CommandLine(new StatusCommand())
                        .setErr(new PrintWriter(errors))
                        .execute("--watch", "--interval", "0", address());
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains("--interval = 0.0 is outside [0.1, 3600]");
    }
}
