package io.bellwether.node;

import io.bellwether.device.BoxArray;
import io.bellwether.device.BoxDescription;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxShape;
import io.bellwether.device.FreeBox;
import io.bellwether.device.RecordedBox;
import io.bellwether.device.remote.BoxAddress;
import io.bellwether.device.remote.BoxDeadlines;
import io.bellwether.device.remote.RemoteBox;
import io.bellwether.foundation.End;
import io.bellwether.keydelivery.AnsweredRequest;
import io.bellwether.keydelivery.AuditTrail;
import io.bellwether.keydelivery.DeliveryOptions;
import io.bellwether.keydelivery.IdentityMapping;
import io.bellwether.keydelivery.IdentitySelector;
import io.bellwether.keydelivery.KeyDeliverySettings;
import io.bellwether.keydelivery.KeyLimits;
import io.bellwether.keydelivery.KeySupply;
import io.bellwether.keydelivery.Quotas;
import io.bellwether.keydelivery.Sae;
import io.bellwether.keydelivery.SaeDirectory;
import io.bellwether.keydelivery.SaeLimits;
import io.bellwether.keydelivery.SaePair;
import io.bellwether.keydelivery.SaeRegistry;
import io.bellwether.keydelivery.TlsFiles;
import io.bellwether.link.PeerLink;
import io.bellwether.link.SealBudget;
import io.bellwether.link.SpendingLimit;
import io.bellwether.node.config.AdminConfiguration;
import io.bellwether.node.config.AuthenticationConfiguration;
import io.bellwether.node.config.BoxLocation;
import io.bellwether.node.config.DeliveryConfiguration;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.config.IdentityField;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.config.ProtocolConfiguration;
import io.bellwether.node.engine.BoxPace;
import io.bellwether.node.engine.BoxSupply;
import io.bellwether.node.engine.BoxUse;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.GeneralisedProtocol;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SelfTestProtocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.protocol.TwoBasesProtocol;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** From the configuration's words to those of the modules. */
public final class NodeSettings {
    /** No transcript of a block is longer: the seed of 10^8 rounds is 25 MB. */
    private static final long MAX_TRANSCRIPT_BYTES = 1L << 27;

    /** Each takes 128 authentication bits. */
    private static final int MAX_CHUNKS = 4096;

    private NodeSettings() {}

    /** The parameters that the peer must share. */
    public static SessionParameters sessionParameters(NodeConfiguration configuration) {
        ProtocolConfiguration protocol = configuration.protocol();
        return new SessionParameters(
                protocol.blockRounds(),
                protocol.chunkRounds(),
                protocol.testProbability().doubleValue(),
                settingSource(configuration),
                protocol.protocol(),
                protocol.epsilonSoundness(),
                configuration.authentication().refillShare(),
                protocol.aliceShare());
    }

    private static SettingSource settingSource(NodeConfiguration configuration) {
        if (isRecorded(configuration)) {
            return SettingSource.RECORDED;
        }
        return configuration.protocol().protocol().independentChoice()
                ? SettingSource.INDEPENDENT
                : SettingSource.ANNOUNCED;
    }

    private static BoxShape boxShape(Protocol protocol) {
        return switch (protocol) {
            case Protocol.Chsh chsh -> BoxShape.CHSH;
            case GeneralisedProtocol generalised -> BoxShape.CHSH;
            case TwoBasesProtocol twoBases -> ownShape(protocol);
            case SelfTestProtocol selfTest -> ownShape(protocol);
            case Protocol.Chained chained -> ownShape(protocol);
        };
    }

    private static BoxShape ownShape(Protocol protocol) {
        return new BoxShape(
                protocol.name(),
                protocol.aliceSettings(),
                protocol.bobSettings(),
                protocol.outcomes());
    }

    /**
     * The plan of every block, with the free parameters optimised on the honest model.
     *
     * @throws IllegalArgumentException if the theorem does not cover the parameters; the message
     *     says which and why
     */
    public static BlockPlan plan(NodeConfiguration configuration) {
        SessionParameters parameters = sessionParameters(configuration);
        if (parameters.chunks() > MAX_CHUNKS) {
            throw new IllegalArgumentException(
                    "chunkRounds: %d; limit at least blockRounds/%d = %d, because every chunk takes authentication bits"
                            .formatted(
                                    parameters.chunkRounds(),
                                    MAX_CHUNKS,
                                    parameters.blockRounds() / MAX_CHUNKS));
        }
        return BlockPlan.proposed(parameters, epsilonAuthentication(parameters));
    }

    /** Bound on the probability that any seal of a block is forged. */
    public static double epsilonAuthentication(SessionParameters parameters) {
        return SealBudget.forgeryProbability(parameters, MAX_TRANSCRIPT_BYTES);
    }

    /** How fast pool bits may be spent: the same in both directions. */
    static PeerLink.SpendingLimits spendingLimits(AuthenticationConfiguration pool) {
        return new PeerLink.SpendingLimits(spendingLimit(pool), spendingLimit(pool));
    }

    private static SpendingLimit spendingLimit(AuthenticationConfiguration pool) {
        return new SpendingLimit(
                pool.spendBitsPerSecond(), pool.spendBurstBits(), System::nanoTime);
    }

    public static boolean isRecorded(NodeConfiguration configuration) {
        return configuration.box().location() instanceof BoxLocation.Recording;
    }

    static BoxSupply.Connector boxConnector(NodeConfiguration configuration) {
        End end = configuration.node().end();
        int timeoutMillis = configuration.box().timeoutMillis();
        BoxShape shape = boxShape(configuration.protocol().protocol());
        var deadlines = new BoxDeadlines(timeoutMillis, timeoutMillis, timeoutMillis);
        if (configuration.box().location() instanceof BoxLocation.Recording(var csv)) {
            return () -> RecordedBox.open(csv, end);
        }
        List<BoxAddress> addresses =
                Stream.concat(
                                Stream.of(configuration.box().location()),
                                configuration.box().furtherAddresses().stream())
                        .map(NodeSettings::boxAddress)
                        .toList();
        return () -> {
            List<FreeBox> boxes = new ArrayList<>();
            try {
                for (BoxAddress address : addresses) {
                    boxes.add(RemoteBox.connect(address, end, deadlines, shape));
                }
            } catch (BoxException e) {
                boxes.forEach(FreeBox::close);
                throw e;
            }
            return boxes.size() == 1 ? boxes.getFirst() : new BoxArray(boxes);
        };
    }

    private static BoxAddress boxAddress(BoxLocation location) {
        return location instanceof BoxLocation.UnixSocket(var path)
                ? new BoxAddress.UnixSocket(path)
                : BoxAddress.parse(location.toString());
    }

    /**
     * What key delivery needs to know.
     *
     * @param supply what is known of the pool
     * @param answered told of every request
     */
    static KeyDeliverySettings delivery(
            FrontEndConfiguration configuration,
            SaeDirectory saes,
            Quotas quotas,
            AuditTrail audit,
            Supplier<Optional<KeySupply>> supply,
            Consumer<AnsweredRequest> answered) {
        DeliveryConfiguration delivery = configuration.delivery();
        return new KeyDeliverySettings(
                delivery.address().host(),
                delivery.address().port(),
                new TlsFiles(
                        delivery.certificate(),
                        delivery.privateKey(),
                        delivery.trustedAuthority(),
                        delivery.revocationList(),
                        delivery.minimumTls() == DeliveryConfiguration.MinimumTls.TLS_1_2),
                configuration.node().name(),
                configuration.peerName(),
                new KeyLimits(
                        delivery.keySizeBits(),
                        delivery.minKeySizeBits(),
                        delivery.maxKeySizeBits(),
                        delivery.maxKeysPerRequest(),
                        delivery.maxKeyCount(),
                        delivery.maxAdditionalSlaves()),
                new IdentityMapping(selector(delivery.identity()), Map.of()),
                saes,
                delivery.retryAfterSeconds(),
                new DeliveryOptions(
                        Duration.ofSeconds(delivery.redeliverySeconds()),
                        Optional.of(delivery.requestsPerSecond()).filter(rate -> rate > 0),
                        Duration.ofSeconds(delivery.idleSeconds()),
                        quotas,
                        audit,
                        supply,
                        answered));
    }

    /** TLS of the administrators' interface. */
    static TlsFiles adminTls(AdminConfiguration admin) {
        return new TlsFiles(admin.certificate(), admin.privateKey(), admin.trustedAuthority());
    }

    private static IdentitySelector selector(IdentityField field) {
        return switch (field) {
            case CN -> IdentitySelector.COMMON_NAME;
            case SAN_URI -> IdentitySelector.SAN_URI;
            case SAN_DNS -> IdentitySelector.SAN_DNS;
            case FINGERPRINT -> IdentitySelector.SHA256_FINGERPRINT;
            case SERIAL -> IdentitySelector.SERIAL;
        };
    }

    /** Every application, at this node or at its peer, and who may share keys with whom. */
    static SaeRegistry saes(FrontEndConfiguration configuration) {
        DeliveryConfiguration delivery = configuration.delivery();
        End here = configuration.node().end();
        List<Sae> saes =
                delivery.saes().stream()
                        .map(sae ->
                                new Sae(
                                        sae.id(),
                                        sae.kme().equals(configuration.node().name())
                                                ? here
                                                : here.other(),
                                        sae.certificate().map(Set::of).orElse(Set.of()),
                                        SaeLimits.NONE))
                        .toList();
        return delivery.allow()
                .map(pairs ->
                        new SaeRegistry(
                                saes,
                                pairs.stream()
                                        .map(pair -> new SaePair(pair.master(), pair.slave()))
                                        .toList()))
                .orElseGet(() -> SaeRegistry.allPairs(saes));
    }

    /**
     * @throws IOException if the count of the box's blocks cannot be read
     */
    static BoxSupply boxSupply(NodeConfiguration configuration, StatusBoard board)
            throws IOException {
        var box = configuration.box();
        return new BoxSupply(
                boxConnector(configuration),
                box.frameRounds(),
                box.lossOutcome(),
                configuration.protocol().protocol() instanceof Protocol.Chained
                        ? BoxDescription.Uses.SEPARATE
                        : BoxDescription.Uses.SEQUENTIAL,
                BoxUse.open(
                        configuration.node().dataDirectory().resolve("box-blocks"),
                        box.name(),
                        box.maximumBlocks()),
                BoxPace.of(Duration.ofMillis(box.requestMillis())),
                board);
    }
}
