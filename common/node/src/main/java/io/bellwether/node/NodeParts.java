package io.bellwether.node;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.foundation.End;
import io.bellwether.keystore.DataDirectoryLock;
import io.bellwether.keystore.FrontEndRequests;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.StoreLocation;
import io.bellwether.link.Greeting;
import io.bellwether.link.LinkException;
import io.bellwether.link.LinkTls;
import io.bellwether.link.PeerLink;
import io.bellwether.node.audit.CertificateArchive;
import io.bellwether.node.config.AuthenticationConfiguration;
import io.bellwether.node.config.IdentityConfiguration;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.engine.BackOff;
import io.bellwether.node.engine.BoxSupply;
import io.bellwether.node.engine.CurrentLink;
import io.bellwether.node.engine.Failures;
import io.bellwether.node.engine.FreshPool;
import io.bellwether.node.engine.KeyKeeping;
import io.bellwether.node.engine.Pauses;
import io.bellwether.node.entropy.NodeEntropy;
import io.bellwether.node.keys.ConfiguredStore;
import io.bellwether.node.keys.PeerKeys;
import io.bellwether.node.keys.StoreMaintenance;
import io.bellwether.node.keys.StoreMeeting;
import io.bellwether.node.metrics.NodeMetrics;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.node.status.StatusServer;
import io.bellwether.protocol.BlockPlan;
import io.bellwether.protocol.KeyPartition;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What both daemons have and what does not depend on which one it is, opened in the order in which
 * it is needed and closed in the reverse. The composition roots add what makes Alice Alice and Bob
 * Bob.
 */
public final class NodeParts implements AutoCloseable {
    private final NodeConfiguration configuration;
    private final BlockPlan plan;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final StatusBoard board = new StatusBoard(InstantSource.system());
    private final CurrentLink links = new CurrentLink(board);
    private final Pauses pauses = new Pauses();
    private final Failures failures = new Failures();
    private final NodeEntropy entropy;
    private final AuthenticationLedger ledger;
    private final PeerLink.SpendingLimits spending;
    private final KeyStore store;
    private final StoreMeeting meeting;
    private final CertificateArchive certificates;
    private final KeyKeeping keys;
    private final Applications applications;
    private final PeerKeys peerKeys;
    private final BoxSupply boxes;
    private final ExecutorService recorders;
    private final StatusReport statusReport;

    private NodeParts(NodeConfiguration configuration, BlockPlan plan) throws IOException {
        this.configuration = configuration;
        this.plan = plan;
        End end = configuration.node().end();
        try {
            opened.push(DataDirectoryLock.acquire(configuration.node().dataDirectory()));
            BlockWatchers.open(configuration, board, this::closeFirst);
            var archive =
                    BegunEarly.begin(() -> CertificateArchive.of(configuration, Version.current()));
            applications = new Applications(configuration.frontEnd());
            if (servesApplications()) {
                applications.prepare(board::supply, this::closeFirst);
            }
            entropy = NodeEntropy.fromOperatingSystem();
            var pool = configuration.authentication();
            store = ConfiguredStore.open(configuration);
            opened.push(store);
            FreshPool.finishInterrupted(pool.pool(), store);
            ledger = openLedger(pool, end);
            opened.push(ledger);
            spending = NodeSettings.spendingLimits(pool);
            opened.push(new StoreMaintenance(store));
            meeting = new StoreMeeting(store);
            certificates = archive.get();
            keys = new KeyKeeping(store, ledger);
            peerKeys = new PeerKeys(store, links, () -> applications.at(end), timeout());
            // One at a time: reservations are recorded in the order in which they came.
            recorders = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
            opened.push(recorders);
            statusReport = new StatusReport(configuration, plan, ledger, spending, store, board);
            boxes = NodeSettings.boxSupply(configuration, board);
            opened.push(boxes);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static AuthenticationLedger openLedger(AuthenticationConfiguration pool, End end)
            throws IOException {
        return AuthenticationLedger.open(
                pool.pool(),
                end,
                new LedgerLimits(pool.lowWaterBits(), pool.floorBits()),
                InstantSource.system());
    }

    /**
     * Opens everything.
     *
     * @throws IOException if a file cannot be used
     * @throws io.bellwether.keystore.KeyStoreException if another node uses the data directory, or
     *     the store is damaged
     */
    public static NodeParts open(NodeConfiguration configuration, BlockPlan plan)
            throws IOException {
        return new NodeParts(configuration, plan);
    }

    public NodeConfiguration configuration() {
        return configuration;
    }

    /** What every block of this node is fixed to. */
    public BlockPlan plan() {
        return plan;
    }

    /** How much of the next key the pool has room for, at most the agreed share. */
    public long refillBits() {
        long roomBits =
                2
                        * Math.min(
                                ledger.roomBits(Direction.ALICE_TO_BOB),
                                ledger.roomBits(Direction.BOB_TO_ALICE));
        long granule = KeyPartition.REFILL_GRANULE_BITS;
        return Math.min(plan.maxRefillBits(), roomBits / granule * granule);
    }

    public double epsilonAuthentication() {
        return plan.block().epsilon().authentication();
    }

    public NodeEntropy entropy() {
        return entropy;
    }

    public KeyStore store() {
        return store;
    }

    public KeyKeeping keys() {
        return keys;
    }

    public PeerKeys peerKeys() {
        return peerKeys;
    }

    /**
     * Starts what applications, administrators and people talk to, and what front ends in processes
     * of their own do; closed before everything opened so far.
     *
     * @throws IOException if an address is taken or a certificate cannot be used
     */
    public void serveApplications() throws IOException {
        if (servesApplications()) {
            applications.serve(
                    new DeliveryParts(configuration.frontEnd(), store, peerKeys, entropy),
                    this::closeFirst);
        }
        if (configuration.store().database() instanceof StoreLocation.PostgresServer shared) {
            closeFirst(FrontEndRequests.serve(shared, store, peerKeys::relay));
        }
        closeFirst(DashboardSource.serve(configuration, plan, board, statusReport));
    }

    private boolean servesApplications() {
        return configuration.node().role() == IdentityConfiguration.Role.BOTH;
    }

    /** Where every block that ends is certified. */
    public CertificateArchive certificates() {
        return certificates;
    }

    public BoxSupply boxes() {
        return boxes;
    }

    public StatusBoard board() {
        return board;
    }

    public CurrentLink links() {
        return links;
    }

    public Pauses pauses() {
        return pauses;
    }

    public Failures failures() {
        return failures;
    }

    public BackOff newBackOff() {
        return new BackOff(
                Duration.ofMillis(configuration.link().retryInitialMillis()),
                Duration.ofMillis(configuration.link().retryMaxMillis()));
    }

    public Duration pauseBetweenBlocks() {
        return Duration.ofMillis(configuration.protocol().pauseMillis());
    }

    private Duration timeout() {
        return Duration.ofMillis(configuration.link().idleTimeoutMillis());
    }

    public LinkTls linkTls() {
        var link = configuration.link();
        return new LinkTls(
                link.certificate(), link.privateKey(), link.trustedAuthority(), link.peerName());
    }

    public PeerLink.Settings linkSettings() {
        return new PeerLink.Settings(
                configuration.node().end(),
                ledger,
                timeout(),
                recorders,
                peerKeys::record,
                spending);
    }

    /**
     * What this node says first on a connection, as things stand now.
     *
     * @throws LinkException if the key store was put back to an older state
     */
    public Greeting greeting() throws LinkException {
        return new Greeting(
                configuration.node().name(),
                Version.current(),
                ledger.poolId(),
                ledger.lineage(),
                plan.parameters(),
                configuration.node().end() == End.BOB ? keys.pending().size() : 0,
                ledger.markBits(Direction.ALICE_TO_BOB),
                ledger.markBits(Direction.BOB_TO_ALICE),
                meeting.marks(),
                boxes.retired());
    }

    /**
     * Takes up a link whose greetings fit and were sealed: the key stores of both ends are
     * compared.
     *
     * @throws LinkException if one of them was put back to an older state
     */
    public void meet(Greeting own, Greeting peer) throws LinkException {
        meeting.compare(own, peer);
    }

    /** What this node's machine may ask. */
    public StatusServer.Sources statusSources() {
        var metrics = new NodeMetrics(statusReport::now, plan.leakedBits(), applications.metrics());
        board.onBlockEnd(metrics::blockEnded);
        return new StatusServer.Sources(
                statusReport::now, statusReport::readiness, metrics::scrape);
    }

    /** Adds a part of a composition root; it is closed before everything opened so far. */
    public void closeFirst(AutoCloseable part) {
        opened.push(part);
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                // Closing goes on: what is left open would lose more than what failed to close.
                board.link("stopped", "closing: " + e.getMessage());
            }
        }
    }
}
