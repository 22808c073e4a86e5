package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Lane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Whoever floods Bob spends nothing of the pool; a peer that may spend does so slowly. */
class FloodTest {
    private static final int CONNECTIONS = 60;
    private static final byte[] NOISE = new byte[4096];

    @TempDir private Path folder;
    private TwoEnds ends;

    @BeforeEach
    void open() throws Exception {
        ends = new TwoEnds(folder);
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    @Test
    @DisplayName(
            "180 connections at once, of noise, of foreign certificates and of strangers, spend"
                    + " nothing; then the peer is served")
    void floodSpendsNothing() throws Exception {
        LinkTls foreign =
                new TestCertificates("elsewhere")
                        .files(Files.createDirectory(folder.resolve("s")), "alice", "bob");
        LinkTls trusting =
                new LinkTls(
                        foreign.certificate(),
                        foreign.privateKey(),
                        ends.aliceFiles().trustedAuthority(),
                        "bob");
        LinkTls stranger = ends.authority.files(folder, "mallory", "bob");
        List<CompletableFuture<?>> flood = new ArrayList<>();
        var refused = new AtomicInteger();
        for (int i = 0; i < CONNECTIONS; i++) {
            flood.add(TwoEnds.meanwhile(this::sendNoise));
            flood.add(TwoEnds.meanwhile(() -> dialRefused(trusting, refused)));
            flood.add(TwoEnds.meanwhile(() -> dialRefused(stranger, refused)));
        }
        for (CompletableFuture<?> connection : flood) {
            TwoEnds.result(connection);
        }

        assertThat(refused).hasValue(2 * CONNECTIONS);
        assertThat(ends.callers).isEmpty();
        ends.assertNothingSpent();
        assertThat(ends.connect().alice().isOpen()).isTrue();
        ends.assertNothingSpent();
    }

    private boolean sendNoise() throws IOException {
        try (Socket socket = new Socket(ends.address().getAddress(), ends.address().getPort())) {
            socket.setSoTimeout(15_000);
            OutputStream out = socket.getOutputStream();
            out.write(NOISE);
            out.flush();
            return socket.getInputStream().read() >= 0;
        } catch (IOException refused) {
            return false;
        }
    }

    private boolean dialRefused(LinkTls caller, AtomicInteger refused) throws LinkException {
        try (var dialer = new LinkDialer(ends.address(), caller)) {
            Throwable refusal =
                    catchThrowable(() ->
                            PeerLink.dial(
                                    dialer, ends.greeting(End.ALICE), ends.settings(End.ALICE)));
            assertThat(refusal).isInstanceOf(LinkException.class);
            return refused.incrementAndGet() > 0;
        }
    }

    @Test
    @DisplayName("the peer's own certificate with greetings that are none spends nothing either")
    void malformedGreetingsSpendNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            var greeted =
                    TwoEnds.meanwhile(() ->
                            catchThrowable(() ->
                                    ends.nextCaller()
                                            .greet(
                                                    ends.greeting(End.BOB),
                                                    ends.settings(End.BOB))));
            try (var alice = new RawPeer(ends.address(), ends.aliceFiles())) {
                alice.send(Lane.LANE_BLOCK, ByteString.copyFrom(NOISE), true);
                assertThat(TwoEnds.result(greeted)).isInstanceOf(LinkException.class);
            }
        }
        ends.assertNothingSpent();
    }

    @Test
    @DisplayName(
            "a peer that opens block after block is held to the rate, over its connections too")
    void spendingIsSlow() throws Exception {
        int burstBlocks = 3;
        ends.limits.put(
                End.BOB,
                new PeerLink.SpendingLimits(
                        new SpendingLimit(1, 1 << 20, System::nanoTime),
                        new SpendingLimit(
                                1,
                                (long) burstBlocks * TwoEnds.ALICES_BITS
                                        + TwoEnds.ALICES_MEETING_BITS,
                                System::nanoTime)));
        var links = ends.connect();
        var opened = new AtomicInteger();
        var bob =
                TwoEnds.meanwhile(() ->
                        catchThrowable(() -> {
                            while (true) {
                                links.bob().awaitBlock(List::of).close();
                                opened.incrementAndGet();
                            }
                        }));
        var alice =
                TwoEnds.meanwhile(() ->
                        catchThrowable(() -> {
                            for (int i = 0; i < 2 * burstBlocks; i++) {
                                links.alice().openBlock(new BlockId(UUID.randomUUID())).close();
                            }
                        }));

        org.awaitility.Awaitility.await().until(() -> opened.get() == burstBlocks);
        assertThat(ends.marks(End.BOB).getFirst())
                .isEqualTo((long) burstBlocks * TwoEnds.ALICES_BITS);
        assertThat(alice).isNotDone();
        links.bob().close();
        assertThat(TwoEnds.result(alice)).isInstanceOf(LinkException.class);
        assertThat(TwoEnds.result(bob)).isInstanceOf(LinkException.class);
        assertThat(ends.marks(End.BOB).getFirst())
                .isEqualTo((long) burstBlocks * TwoEnds.ALICES_BITS);
    }
}
