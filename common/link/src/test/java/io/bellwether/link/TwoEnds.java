package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.channel.AuditEntry;
import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.LedgerEvent;
import io.bellwether.channel.LedgerLimits;
import io.bellwether.channel.TranscriptMac;
import io.bellwether.channel.Use;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.Theorem;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Two nodes on loopback: mutual TLS, a pool each on disk, Bob's server, Alice's dialer. */
final class TwoEnds implements AutoCloseable {
    static final UUID POOL_ID = UUID.fromString("5d2f0c3e-6f5c-4f3e-9a4f-0d1f2f3a4b5c");
    static final SessionParameters PARAMETERS =
            new SessionParameters(
                    1_000_000,
                    100_000,
                    0.05,
                    SettingSource.ANNOUNCED,
                    new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.7, 0.015, 3),
                    1e-10,
                    0.1,
                    0.5);

    /** Alice's bits for a block: Bob's proof, two seals, and a token for each chunk. */
    static final int ALICES_BITS =
            3 * TranscriptMac.KEY_BITS + PARAMETERS.chunks() * SealedTranscript.TOKEN_BITS;

    /** Alice's for a meeting without pending blocks: Bob's proof and one seal. */
    static final int ALICES_MEETING_BITS = 2 * TranscriptMac.KEY_BITS;

    /** Bob's: one seal and one token. */
    static final int BOBS_BITS = TranscriptMac.KEY_BITS + SealedTranscript.TOKEN_BITS;

    /** Where both marks stand when nothing has been spent. */
    static final long START = AuthenticationLedger.EXPOSED_BITS;

    private static final int POOL_BITS = 1 << 20;
    private static final long POOL_SEED = 20_250_101;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestCertificates authority = new TestCertificates("authority");
    final BlockingQueue<PeerLink.Caller> callers = new LinkedBlockingQueue<>();
    private final Path folder;
    private final Map<End, AuthenticationLedger> ledgers = new EnumMap<>(End.class);
    final Map<End, PeerLink.SpendingLimits> limits =
            new EnumMap<>(
                    Map.of(
                            End.ALICE, new PeerLink.SpendingLimits(unlimited(), unlimited()),
                            End.BOB, new PeerLink.SpendingLimits(unlimited(), unlimited())));

    private final ExecutorService handlers =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final LinkServer server;
    private final LinkDialer dialer;
    Function<List<KeyReservation>, ReservationVerdict> recorder =
            reservations -> new ReservationVerdict.Recorded();

    TwoEnds(Path folder) throws IOException, LinkException {
        this(folder, POOL_BITS);
    }

    TwoEnds(Path folder, int poolBits) throws IOException, LinkException {
        this.folder = folder;
        for (End end : End.values()) {
            Path pool = Files.createDirectories(folder.resolve(end.name())).resolve("pool");
            AuthenticationLedger.create(pool, POOL_ID, poolContent(poolBits));
            var ledger =
                    AuthenticationLedger.open(
                            pool, end, new LedgerLimits(0, 0), InstantSource.system());
            // What a start costs is taken here, so that the tests see only what they spend.
            ledger.align(0, 0, 0);
            for (Direction direction : Direction.values()) {
                ledger.skipForward(direction, START);
            }
            ledgers.put(end, ledger);
        }
        server =
                PeerLink.serve(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        authority.files(folder, "bob", "alice"),
                        callers::add);
        dialer = new LinkDialer(address(), authority.files(folder, "alice", "bob"));
    }

    private static SecretBits poolContent(int bits) {
        var random = new SplittableRandom(POOL_SEED);
        return new SecretBits(BitArray.wrap(random.longs(BitArray.wordsFor(bits)).toArray(), bits));
    }

    private static SpendingLimit unlimited() {
        return new SpendingLimit(1L << 40, 1L << 40, System::nanoTime);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    LinkDialer dialer() {
        return dialer;
    }

    LinkTls aliceFiles() throws IOException {
        return authority.files(folder, "alice", "bob");
    }

    void stopServer() {
        server.close();
    }

    AuthenticationLedger ledger(End end) {
        return ledgers.get(end);
    }

    /**
     * Bits spent of what Alice sends and of what Bob sends, as this end has it, beside those of
     * meetings.
     */
    List<Long> marks(End end) throws IOException {
        return List.of(spent(end, Direction.ALICE_TO_BOB), spent(end, Direction.BOB_TO_ALICE));
    }

    private long spent(End end, Direction direction) throws IOException {
        return ledger(end).markBits(direction) - START - meetingBits(end, direction);
    }

    long meetingBits(End end, Direction direction) throws IOException {
        long bits = 0;
        for (AuditEntry entry : ledger(end).audit()) {
            switch (entry.event()) {
                case LedgerEvent.Reserved(Direction of, long from, long to, Use use)
                        when of == direction && use.purpose() == Use.Purpose.RECONCILIATION ->
                        bits += to - from;
                case LedgerEvent.Claimed(Direction of, long from, long to, Use use)
                        when of == direction && use.purpose() == Use.Purpose.RECONCILIATION ->
                        bits += to - from;
                default -> {}
            }
        }
        return bits;
    }

    void assertNothingSpent() throws IOException {
        for (End end : End.values()) {
            assertThat(marks(end)).as("pool marks at %s", end).containsExactly(0L, 0L);
        }
    }

    Greeting greeting(End end) {
        return greeting(end, PARAMETERS);
    }

    Greeting greeting(End end, SessionParameters parameters) {
        return new Greeting(
                "kme-" + end,
                "test",
                POOL_ID,
                ledger(end).lineage(),
                parameters,
                0,
                ledger(end).markBits(Direction.ALICE_TO_BOB),
                ledger(end).markBits(Direction.BOB_TO_ALICE));
    }

    PeerLink.Settings settings(End end) {
        return settings(end, PATIENCE);
    }

    PeerLink.Settings settings(End end, Duration timeout) {
        return new PeerLink.Settings(
                end,
                ledger(end),
                timeout,
                handlers,
                reservations -> recorder.apply(reservations),
                limits.get(end));
    }

    /** Both ends of a link. */
    record Links(PeerLink alice, PeerLink bob) {}

    Links connect() throws Exception {
        return connect(greeting(End.ALICE), greeting(End.BOB));
    }

    Links connect(Greeting alice, Greeting bob) throws Exception {
        Links greeted = greet(alice, bob);
        CompletableFuture<Boolean> met =
                meanwhile(() -> {
                    greeted.bob().awaitMeeting((own, peer) -> {}, List::of, (p, d) -> {});
                    return true;
                });
        greeted.alice().meet((own, peer) -> {}, pending -> pending);
        result(met);
        return greeted;
    }

    /** Greeted only. */
    Links greet(Greeting alice, Greeting bob) throws Exception {
        CompletableFuture<PeerLink> bobs =
                meanwhile(() -> nextCaller().greet(bob, settings(End.BOB)));
        PeerLink alices = PeerLink.dial(dialer, alice, settings(End.ALICE));
        return new Links(alices, result(bobs));
    }

    PeerLink.Caller nextCaller() throws InterruptedException {
        return callers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Runs {@code work} on a thread of its own. */
    static <T> CompletableFuture<T> meanwhile(Callable<T> work) {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try {
                        result.complete(work.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    /** The result, or what the work threw. */
    static <T> T result(CompletableFuture<T> work) throws Exception {
        try {
            return work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("no result within " + PATIENCE, e);
        }
    }

    @Override
    public void close() throws IOException {
        dialer.close();
        server.close();
        handlers.shutdownNow();
        for (AuthenticationLedger ledger : ledgers.values()) {
            ledger.close();
        }
    }
}
