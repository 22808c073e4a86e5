package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;

/** What both ends do upon a greeting, and what somebody who holds the TLS keys makes of it. */
class MeetingTest {
    @TempDir private Path folder;
    private TwoEnds ends;
    private final ConcurrentLinkedQueue<Greeting> believed = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open() throws Exception {
        ends = new TwoEnds(folder);
    }

    @AfterEach
    void close() throws Exception {
        ends.close();
    }

    private record Ends(LinkException alice, LinkException bob) {}

    private Ends meet(BiFunction<End, Envelope, Envelope> tampering) throws Exception {
        var wire = new TamperedWire(tampering);
        var bobs =
                TwoEnds.meanwhile(() ->
                        catchThrowableOfType(
                                LinkException.class,
                                () ->
                                        wire.bob
                                                .greet(
                                                        ends.greeting(End.BOB),
                                                        ends.settings(End.BOB))
                                                .awaitMeeting(
                                                        (own, peer) -> believed.add(peer),
                                                        List::of,
                                                        (pending, deliverable) -> {})));
        var alices =
                catchThrowableOfType(
                        LinkException.class,
                        () ->
                                wire.alice
                                        .greet(ends.greeting(End.ALICE), ends.settings(End.ALICE))
                                        .meet(
                                                (own, peer) -> believed.add(peer),
                                                pending -> pending));
        return new Ends(alices, TwoEnds.result(bobs));
    }

    @Test
    @DisplayName("both ends believe the greetings that came under the seals, and go on")
    void honest() throws Exception {
        Ends met = meet((from, envelope) -> envelope);

        assertThat(met).isEqualTo(new Ends(null, null));
        assertThat(believed).hasSize(2);
        ends.assertNothingSpent();
    }

    @Test
    @DisplayName("store marks changed in a greeting are believed by nobody, and end the connection")
    void forgedStoreMarks() throws Exception {
        for (End victim : End.values()) {
            believed.clear();
            Ends met =
                    meet((from, envelope) ->
                            from == victim || !envelope.hasGreeting()
                                    ? envelope
                                    : withRecordedKeys(envelope));

            assertThat(believed).as("believed by %s", victim).isEmpty();
            assertThat(met.bob()).isNotNull();
            assertThat(met.alice()).isNotNull();
        }
    }

    private static Envelope withRecordedKeys(Envelope envelope) {
        Envelope.Builder forged = envelope.toBuilder();
        forged.getGreetingBuilder().getStoreBuilder().setRecordedKeys(1000);
        return forged.build();
    }

    @Test
    @DisplayName("a greeting changed before the seal only is found to be another one")
    void unsealedGreetingOnly() throws Exception {
        var first = new ConcurrentLinkedQueue<End>();
        Ends met =
                meet((from, envelope) -> {
                    boolean unsealed = envelope.hasGreeting() && !first.contains(from);
                    first.add(from);
                    return from == End.ALICE && unsealed ? withRecordedKeys(envelope) : envelope;
                });

        assertThat(met.bob()).hasMessageContaining("another one than the greeting before");
        assertThat(met.bob().reason()).isEqualTo(LinkException.Cause.MISBEHAVED);
        assertThat(believed).isEmpty();
    }

    @Test
    @DisplayName("an opened exchange is Bob's: another offset or proof claims nothing at Alice")
    void forgedOpened() throws Exception {
        long before = ends.ledger(End.ALICE).markBits(io.bellwether.channel.Direction.BOB_TO_ALICE);
        for (boolean offset : new boolean[] {true, false}) {
            Ends met =
                    meet((from, envelope) -> {
                        if (!envelope.hasOpened()) {
                            return envelope;
                        }
                        Envelope.Builder forged = envelope.toBuilder();
                        if (offset) {
                            forged.getOpenedBuilder()
                                    .setLedgerOffset(
                                            envelope.getOpened().getLedgerOffset()
                                                    + AuthenticationLedger.GRANULE_BITS);
                        } else {
                            forged.getOpenedBuilder().setProof(ByteString.copyFrom(new byte[16]));
                        }
                        return forged.build();
                    });

            assertThat(met.alice()).hasMessageContaining("without proof that Bob has opened it");
            assertThat(believed).isEmpty();
            if (offset) {
                assertThat(
                                ends.ledger(End.ALICE)
                                        .markBits(io.bellwether.channel.Direction.BOB_TO_ALICE))
                        .isEqualTo(before);
            }
        }
    }

    @Test
    @DisplayName("pool marks far ahead in a forged greeting give up no more than their limit")
    void forgedMarks() throws Exception {
        int limit = 4 * TwoEnds.ALICES_BITS;
        for (int i = 1; i <= 2; i++) {
            Ends met =
                    meet((from, envelope) -> {
                        if (from == End.ALICE && envelope.hasGreeting()) {
                            Envelope.Builder forged = envelope.toBuilder();
                            forged.getGreetingBuilder().setAliceToBobMark(400_000 / 128 * 128);
                            return forged.build();
                        }
                        return envelope;
                    });

            assertThat(met.bob()).hasMessageContaining("were given up now");
            assertThat(ends.marks(End.BOB).getFirst())
                    .isEqualTo((long) i * Math.max(limit, 16_384));
        }
    }
}
