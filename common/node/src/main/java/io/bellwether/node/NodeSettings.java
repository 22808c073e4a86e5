package io.bellwether.node;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.device.RecordedBox;
import io.bellwether.device.remote.BoxAddress;
import io.bellwether.device.remote.BoxDeadlines;
import io.bellwether.device.remote.RemoteBox;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.link.PeerLink;
import io.bellwether.node.config.BoxLocation;
import io.bellwether.node.config.DeliveryConfiguration;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.config.ProtocolConfiguration;
import io.bellwether.node.engine.BoxSupply;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;

import java.util.Set;
import java.util.stream.Collectors;

/** From the configuration's words to those of the modules. */
public final class NodeSettings {
    /** No transcript of a block is longer: the seed of 10^8 rounds is 25 MB. */
    private static final long MAX_TRANSCRIPT_BYTES = 1L << 27;

    private NodeSettings() {}

    /** The parameters that the peer must share. */
    public static SessionParameters sessionParameters(NodeConfiguration configuration) {
        ProtocolConfiguration protocol = configuration.protocol();
        return new SessionParameters(
                protocol.blockRounds(),
                protocol.chunkRounds(),
                protocol.testProbability().doubleValue(),
                isRecorded(configuration) ? SettingSource.RECORDED : SettingSource.ANNOUNCED,
                protocol.expectedChsh(),
                protocol.expectedQber(),
                protocol.thresholdSigmas(),
                protocol.epsilonSoundness(),
                configuration.authentication().refillShare(),
                protocol.aliceShare());
    }

    /**
     * The plan of every block, with the free parameters optimised on the honest model.
     *
     * @throws IllegalArgumentException if the theorem does not cover the parameters; the message
     *     says which and why
     */
    public static BlockPlan plan(NodeConfiguration configuration) {
        return BlockPlan.proposed(sessionParameters(configuration), epsilonAuthentication());
    }

    /** The union bound over the seals of one block. */
    static double epsilonAuthentication() {
        return PeerLink.SEALS_PER_BLOCK * TranscriptMac.forgeryProbability(MAX_TRANSCRIPT_BYTES);
    }

    public static boolean isRecorded(NodeConfiguration configuration) {
        return configuration.box().location() instanceof BoxLocation.Recording;
    }

    static BoxSupply.Connector boxConnector(NodeConfiguration configuration) {
        End end = configuration.node().end();
        int timeoutMillis = configuration.box().timeoutMillis();
        var deadlines = new BoxDeadlines(timeoutMillis, timeoutMillis, timeoutMillis);
        return switch (configuration.box().location()) {
            case BoxLocation.Recording(var csv) -> () -> RecordedBox.open(csv, end);
            case BoxLocation.Loopback(var address) ->
                    () ->
                            RemoteBox.connect(
                                    new BoxAddress.Loopback(address.host(), address.port()),
                                    end,
                                    deadlines);
            case BoxLocation.UnixSocket(var path) ->
                    () -> RemoteBox.connect(new BoxAddress.UnixSocket(path), end, deadlines);
        };
    }

    /** The applications that fetch their keys at a node. */
    static Set<SaeId> saesAt(NodeConfiguration configuration, String kme) {
        return configuration.delivery().saes().stream()
                .filter(sae -> sae.kme().equals(kme))
                .map(DeliveryConfiguration.Sae::id)
                .collect(Collectors.toSet());
    }
}
