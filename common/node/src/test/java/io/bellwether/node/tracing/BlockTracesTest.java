package io.bellwether.node.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.status.StatusBoard;
import io.bellwether.protocol.AbortReason;
import io.bellwether.protocol.BlockOutcome;
import io.bellwether.protocol.Step;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

class BlockTracesTest {
    private static final BlockId BLOCK =
            new BlockId(UUID.fromString("0123abcd-4567-489a-8bcd-ef0123456789"));
    private static final Instant BEGAN = Instant.parse("2026-01-01T10:00:00.250Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGAN);
    private OtlpReceiver receiver;

    @BeforeEach
    void receive() throws IOException {
        receiver = OtlpReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    /** A block of two steps, of one and two seconds. */
    private void play(End end, BlockOutcome outcome) {
        now.set(BEGAN);
        var board = new StatusBoard(now::get);
        try (BlockTraces traces =
                BlockTraces.send(
                        new HostAndPort("127.0.0.1", receiver.port()),
                        end,
                        end.name().toLowerCase(Locale.ROOT),
                        "0.1.0",
                        board)) {
            assertThat(traces).isNotNull();
            board.blockBegins(BLOCK, 1_500_000);
            now.set(BEGAN.plusSeconds(1));
            board.step(Step.MEASURE);
            now.set(BEGAN.plusSeconds(3));
            board.blockEnds(outcome, 1, 0);
        }
    }

    private OtlpReceiver.Span block(String instance) {
        return receiver.spans().stream()
                .filter(span -> span.instance().equals(instance) && span.name().equals("block"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName(
            "both ends' spans of a block are one trace: steps below the block, Bob's below Alice's")
    void oneTrace() {
        var aborted = new BlockOutcome.Aborted(AbortReason.TOO_MANY_LOST_ROUNDS, "19049 of 76340");
        play(End.ALICE, aborted);
        play(End.BOB, aborted);
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.spans().size() == 6);
        assertThat(receiver.spans())
                .allSatisfy(span ->
                        assertThat(span.trace()).isEqualTo("0123abcd4567489a8bcdef0123456789"));
        assertThat(receiver.spans().stream().map(OtlpReceiver.Span::id)).doesNotHaveDuplicates();
        assertThat(block("alice").parent()).isEmpty();
        assertThat(block("bob").parent()).isEqualTo(block("alice").id());
        for (String instance : List.of("alice", "bob")) {
            assertThat(
                            receiver.spans().stream()
                                    .filter(span -> span.instance().equals(instance))
                                    .filter(span -> !span.name().equals("block")))
                    .extracting(OtlpReceiver.Span::name)
                    .containsExactlyInAnyOrder("propose", "measure");
        }
        assertThat(receiver.spans().stream().filter(span -> span.name().equals("measure")))
                .allSatisfy(step -> {
                    assertThat(step.parent()).isEqualTo(block(step.instance()).id());
                    assertThat(step.began()).isEqualTo(BEGAN.plusSeconds(1));
                    assertThat(step.ended()).isEqualTo(BEGAN.plusSeconds(3));
                });
        assertThat(block("alice").began()).isEqualTo(BEGAN);
        assertThat(block("alice").ended()).isEqualTo(BEGAN.plusSeconds(3));
    }

    @Test
    @DisplayName("a span says what is public, and no count, score or key length")
    void publicOnly() {
        play(End.BOB, new BlockOutcome.Aborted(AbortReason.TOO_MANY_LOST_ROUNDS, "19049 of 76340"));
        await().atMost(Duration.ofSeconds(20)).until(() -> receiver.spans().size() == 3);
        assertThat(block("bob").attributes())
                .containsOnlyKeys(
                        "bellwether.block",
                        "bellwether.end",
                        "bellwether.rounds",
                        "bellwether.outcome",
                        "bellwether.reason")
                .containsEntry("bellwether.block", BLOCK.toString())
                .containsEntry("bellwether.rounds", "1500000")
                .containsEntry("bellwether.reason", "TOO_MANY_LOST_ROUNDS");
        assertThat(block("bob").failed()).isTrue();
        assertThat(receiver.text()).doesNotContain("19049");
    }

    @Test
    @DisplayName("a collector that is not there costs a block nothing")
    void noCollector() {
        receiver.close();
        play(End.ALICE, new BlockOutcome.Aborted(AbortReason.BOX_FAILED, ""));
        assertThat(receiver.spans()).isEmpty();
    }
}
