package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.KeyId;
import io.bellwether.foundation.SaeId;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** What waits together is sealed together, and nobody suffers for another's key. */
class ReservationBatchesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch firstMayEnd = new CountDownLatch(1);
    private final List<List<KeyReservation>> requests =
            Collections.synchronizedList(new ArrayList<>());
    private final Map<KeyReservation, Object> outcomes = new ConcurrentHashMap<>();

    private static KeyReservation reservation() {
        return new KeyReservation(
                new KeyId(UUID.randomUUID()),
                new BlockId(UUID.randomUUID()),
                0,
                256,
                new SaeId("master"),
                List.of(new SaeId("slave")));
    }

    /** The first caller's request hangs while the others queue up behind it. */
    private void announceAll(ReservationBatches batches, List<KeyReservation> reservations)
            throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (KeyReservation reservation : reservations) {
            callers.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    outcomes.put(
                                            reservation,
                                            batches.announce(List.of(reservation), PATIENCE));
                                } catch (LinkException e) {
                                    outcomes.put(reservation, e.reason());
                                }
                            }));
            await().until(() -> !requests.isEmpty());
        }
        for (Thread caller : callers.subList(1, callers.size())) {
            await().until(() -> caller.getState() == Thread.State.TIMED_WAITING);
        }
        firstMayEnd.countDown();
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private void awaitFirst(List<KeyReservation> request) {
        requests.add(request);
        try {
            firstMayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @DisplayName("nine callers that wait behind one request make one more, not nine")
    void batch() throws Exception {
        var batches =
                new ReservationBatches((request, patience) -> {
                    awaitFirst(request);
                    return new ReservationVerdict.Recorded();
                });
        List<KeyReservation> ten =
                java.util.stream.Stream.generate(() -> reservation()).limit(10).toList();

        announceAll(batches, ten);

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).containsExactly(ten.getFirst());
        assertThat(requests.get(1)).containsExactlyInAnyOrderElementsOf(ten.subList(1, ten.size()));
        assertThat(outcomes.values())
                .hasSize(10)
                .allMatch(ReservationVerdict.Recorded.class::isInstance);
    }

    @Test
    @DisplayName("a refused key refuses its own caller; the others are asked for again, alone")
    void refusal() throws Exception {
        List<KeyReservation> four =
                List.of(reservation(), reservation(), reservation(), reservation());
        KeyReservation taken = four.get(2);
        var batches =
                new ReservationBatches((request, patience) -> {
                    awaitFirst(request);
                    return request.contains(taken)
                            ? new ReservationVerdict.Refused(taken.keyId(), "TAKEN")
                            : new ReservationVerdict.Recorded();
                });

        announceAll(batches, four);

        assertThat(outcomes.get(taken)).isInstanceOf(ReservationVerdict.Refused.class);
        assertThat(outcomes.values())
                .filteredOn(ReservationVerdict.Recorded.class::isInstance)
                .hasSize(3);
        assertThat(requests).hasSize(1 + 1 + 3);
    }

    @Test
    @DisplayName("a lost link ends all that were in the request, each with its reason")
    void loss() throws Exception {
        var batches =
                new ReservationBatches((request, patience) -> {
                    awaitFirst(request);
                    throw new LinkException(LinkException.Cause.LOST, "cut");
                });

        announceAll(batches, List.of(reservation(), reservation(), reservation()));

        assertThat(outcomes.values()).hasSize(3).containsOnly(LinkException.Cause.LOST);
        assertThatThrownBy(() -> batches.announce(List.of(reservation()), PATIENCE))
                .isInstanceOf(LinkException.class)
                .hasMessage("cut");
    }
}
