package io.bellwether.node;

import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.dashboard.AccessToken;
import io.bellwether.node.dashboard.BlockHistory;
import io.bellwether.node.dashboard.DashboardServer;
import io.bellwether.node.dashboard.DashboardState;
import io.bellwether.node.dashboard.DashboardState.BoxKind;
import io.bellwether.node.dashboard.DashboardState.Reference;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.TwoBasesProtocol;

import java.io.IOException;
import java.time.Duration;

/** Puts together what the dashboard shows. */
final class DashboardSource {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final StatusReport report;
    private final BlockHistory blocks;
    private final Reference reference;

    private DashboardSource(StatusReport report, BlockPlan plan, BlockHistory blocks) {
        this.report = report;
        this.blocks = blocks;
        double predictedRate = (double) plan.expectedKeyBits() / plan.parameters().blockRounds();
        this.reference =
                switch (plan.parameters().protocol()) {
                    case Protocol.Chsh chsh ->
                            Reference.ofChsh(
                                    chsh.expectedChsh(), chsh.expectedQber(), predictedRate);
                    case Protocol.Chained chained -> Reference.ofOther("W", predictedRate);
                    case TwoBasesProtocol uncertified ->
                            Reference.ofChsh(
                                    uncertified.expectedChsh(), uncertified.expectedQber(), 0);
                    case SelfTestProtocol uncertified -> Reference.ofOther("B_d", 0);
                    // No key comes of it, whatever length it shows.
                    case GeneralisedProtocol uncertified -> Reference.ofOther("s", 0);
                };
    }

    /**
     * Starts the page, if there is to be one.
     *
     * @throws IOException if its address is taken or its token cannot be used
     */
    static AutoCloseable serve(
            NodeConfiguration configuration, BlockPlan plan, StatusBoard board, StatusReport report)
            throws IOException {
        var address = configuration.dashboard().address();
        if (address.isEmpty()) {
            return () -> {};
        }
        var blocks = new BlockHistory();
        board.onBlockEnd(blocks::add);
        return DashboardServer.start(
                address.get().socketAddress(),
                AccessToken.open(configuration.node().dataDirectory()),
                new DashboardSource(report, plan, blocks)::now,
                INTERVAL);
    }

    private DashboardState now() {
        var status = report.now();
        return DashboardState.of(
                status, report.readiness(), reference, boxKind(status.now().box()), blocks);
    }

    /** What a box says of itself begins with the name of its model. */
    private static BoxKind boxKind(String box) {
        int dot = box.indexOf(". ");
        String model = dot < 0 ? box : box.substring(0, dot);
        if (SourceCatalogue.adversarialNames().contains(model)) {
            return BoxKind.ADVERSARIAL;
        }
        return SourceCatalogue.names().contains(model) ? BoxKind.SIMULATED : BoxKind.OTHER;
    }
}
