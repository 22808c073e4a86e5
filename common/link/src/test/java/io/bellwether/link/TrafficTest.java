package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.channel.TranscriptMac;
import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;
import io.bellwether.protocol.Message;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Both lanes at once, much data, and readers that are slow. */
class TrafficTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MEBIBYTE_BITS = 8L << 20;

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

    private record Exchanges(Exchange alice, Exchange bob) {}

    private static Exchanges openBlock(TwoEnds.Links links) throws Exception {
        CompletableFuture<Exchange> bobs =
                TwoEnds.meanwhile(() -> links.bob().awaitBlock(List::of));
        Exchange alices = links.alice().openBlock(new BlockId(UUID.randomUUID()));
        return new Exchanges(alices, TwoEnds.result(bobs));
    }

    private static Message.AmplificationSeed seed(int mebibytes) {
        return new Message.AmplificationSeed(BitArray.ofLength(mebibytes * MEBIBYTE_BITS));
    }

    private static KeyReservation reservation(String master) {
        return new KeyReservation(
                new KeyId(UUID.randomUUID()),
                new BlockId(UUID.randomUUID()),
                256,
                256,
                new SaeId(master),
                List.of(new SaeId("slave-1"), new SaeId("slave-2")));
    }

    @Test
    @DisplayName("reservations pass in both directions while 30 MiB of a block are under way")
    void bothLanes() throws Exception {
        List<KeyReservation> recorded = new ArrayList<>();
        ends.recorder =
                reservations -> {
                    recorded.addAll(reservations);
                    return new ReservationVerdict.Recorded();
                };
        var links = ends.connect();
        Exchanges block = openBlock(links);
        var transfer =
                TwoEnds.meanwhile(() -> {
                    block.alice().send(seed(30));
                    block.alice().seal();
                    return true;
                });
        List<CompletableFuture<List<KeyReservation>>> askers = new ArrayList<>();
        for (PeerLink link : List.of(links.alice(), links.bob())) {
            for (int thread = 0; thread < 2; thread++) {
                String master = "sae-%d".formatted(askers.size());
                askers.add(TwoEnds.meanwhile(() -> announceTen(link, master)));
            }
        }

        var incoming = (Exchange.Incoming.Said) block.bob().receive(PATIENCE);
        assertThat(incoming.message()).isEqualTo(seed(30));
        assertThat(block.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.SealRight.class);
        assertThat(TwoEnds.result(transfer)).isTrue();
        List<KeyReservation> announced = new ArrayList<>();
        for (var asker : askers) {
            announced.addAll(TwoEnds.result(asker));
        }
        assertThat(recorded).hasSize(40).containsExactlyInAnyOrderElementsOf(announced);
        // A request and an answer for each at most; what waited together was sealed together.
        long tags = 40L * TranscriptMac.KEY_BITS;
        assertThat(ends.marks(End.ALICE)).isEqualTo(ends.marks(End.BOB));
        assertThat(ends.marks(End.ALICE).getFirst())
                .isBetween(
                        (long) TwoEnds.ALICES_BITS + TranscriptMac.KEY_BITS,
                        tags + TwoEnds.ALICES_BITS);
    }

    private static List<KeyReservation> announceTen(PeerLink link, String master)
            throws LinkException {
        List<KeyReservation> announced = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            KeyReservation reservation = reservation(master);
            assertThat(link.announce(List.of(reservation), PATIENCE))
                    .isInstanceOf(ReservationVerdict.Recorded.class);
            announced.add(reservation);
        }
        return announced;
    }

    @Test
    @DisplayName("a refusal comes back with the key and the reason")
    void refused() throws Exception {
        KeyReservation reservation = reservation("sae");
        ends.recorder =
                reservations ->
                        new ReservationVerdict.Refused(reservations.getFirst().keyId(), "TAKEN");
        var links = ends.connect();

        assertThat(links.bob().announce(List.of(reservation), PATIENCE))
                .isEqualTo(new ReservationVerdict.Refused(reservation.keyId(), "TAKEN"));
    }

    @Test
    @DisplayName("a link that ends while an answer is awaited ends the wait")
    void lostBeforeAnswer() throws Exception {
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        ends.recorder =
                reservations -> {
                    asked.countDown();
                    await(never);
                    return new ReservationVerdict.Recorded();
                };
        var links = ends.connect();
        var answer =
                TwoEnds.meanwhile(
                        () -> links.alice().announce(List.of(reservation("sae")), PATIENCE));
        await(asked);

        links.bob().close();

        assertThatThrownBy(() -> TwoEnds.result(answer))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(LinkException.Cause.LOST));
        never.countDown();
    }

    @Test
    @DisplayName("a reservation that cannot be recorded is not answered; the link ends")
    void notRecorded() throws Exception {
        ends.recorder =
                reservations -> {
                    throw new IllegalStateException("disk full");
                };
        var links = ends.connect();

        assertThatThrownBy(() -> links.alice().announce(List.of(reservation("sae")), PATIENCE))
                .isInstanceOf(LinkException.class);
        assertThat(links.bob().isOpen()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("a receiver that does not read holds the sender after a few MiB; nothing is lost")
    void backPressure() throws Exception {
        int messages = 40;
        Exchanges block = openBlock(ends.connect());
        var sent = new AtomicInteger();
        var sender =
                TwoEnds.meanwhile(() -> {
                    while (sent.get() < messages) {
                        block.alice().send(seed(1));
                        sent.incrementAndGet();
                    }
                    block.alice().seal();
                    return true;
                });

        Awaitility.await()
                .atMost(PATIENCE)
                .during(Duration.ofMillis(700))
                .until(new Unchanging(sent)::holds);
        // 8 MiB are read ahead; the transport's own windows and buffers are a few more.
        assertThat(sent.get()).isBetween(8, 16);
        assertThat(sender).isNotDone();

        for (int i = 0; i < messages; i++) {
            assertThat(block.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.Said.class);
        }
        assertThat(block.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.SealRight.class);
        assertThat(TwoEnds.result(sender)).isTrue();
    }

    /** Whether a counter has stopped since it was last looked at. */
    private static final class Unchanging {
        private final AtomicInteger counter;
        private int last = -1;

        Unchanging(AtomicInteger counter) {
            this.counter = counter;
        }

        boolean holds() {
            int now = counter.get();
            boolean same = now == last && now > 0;
            last = now;
            return same;
        }
    }

    @Test
    @DisplayName("messages longer than what is read ahead keep coming to a reader that keeps up")
    void longMessages() throws Exception {
        int messages = 12;
        Exchanges block = openBlock(ends.connect());
        Message.AmplificationSeed nineMebibytes = seed(9);
        var sender =
                TwoEnds.meanwhile(() -> {
                    for (int i = 0; i < messages; i++) {
                        block.alice().send(nineMebibytes);
                    }
                    return true;
                });

        for (int i = 0; i < messages; i++) {
            assertThat(block.bob().receive(PATIENCE)).isInstanceOf(Exchange.Incoming.Said.class);
        }
        assertThat(TwoEnds.result(sender)).isTrue();
    }
}
