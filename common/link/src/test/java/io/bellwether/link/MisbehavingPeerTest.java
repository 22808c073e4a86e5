package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;

import io.bellwether.channel.AuthenticationLedger;
import io.bellwether.channel.Direction;
import io.bellwether.channel.TranscriptMac;
import io.bellwether.foundation.End;
import io.bellwether.proto.link.v1.Envelope;
import io.bellwether.proto.link.v1.Lane;
import io.bellwether.proto.link.v1.Opening;
import io.bellwether.proto.link.v1.Purpose;
import io.bellwether.proto.link.v1.ReservationRequest;
import io.grpc.Status;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A peer with the right certificate that does not keep to the protocol, seen from Bob. */
class MisbehavingPeerTest {
    private static final ByteString NO_PROTOBUF = ByteString.copyFrom(new byte[] {-1, -1, -1, -1});
    private static final ByteString PIECE = ByteString.copyFrom(new byte[Connection.PIECE_BYTES]);

    @TempDir private Path folder;
    private TwoEnds ends;
    private RawPeer alice;
    private CompletableFuture<LinkException> bobsEnd;
    private final AtomicInteger recorded = new AtomicInteger();

    @BeforeEach
    void open() throws Exception {
        ends = new TwoEnds(folder);
        ends.recorder =
                reservations -> {
                    recorded.incrementAndGet();
                    return new ReservationVerdict.Recorded();
                };
        alice = new RawPeer(ends.address(), ends.aliceFiles());
        bobsEnd =
                TwoEnds.meanwhile(() ->
                        catchThrowableOfType(
                                LinkException.class,
                                () -> {
                                    PeerLink bob =
                                            ends.nextCaller()
                                                    .greet(
                                                            ends.greeting(End.BOB),
                                                            ends.settings(End.BOB));
                                    bob.awaitMeeting((o, w) -> {}, List::of, (p, d) -> {});
                                    while (true) {
                                        drain(bob.awaitBlock(List::of));
                                    }
                                }));
    }

    private static void drain(Exchange block) throws LinkException {
        Exchange.Incoming last;
        do {
            last = block.receive(Duration.ofSeconds(30));
        } while (last instanceof Exchange.Incoming.Said);
    }

    @AfterEach
    void close() throws Exception {
        alice.close();
        ends.close();
    }

    private void greet() {
        alice.send(Envelope.newBuilder().setGreeting(ends.greeting(End.ALICE).toWire()).build());
    }

    private void open(long ledgerOffset) {
        alice.send(opening(ledgerOffset, Purpose.PURPOSE_RECONCILIATION));
    }

    private static Envelope opening(long ledgerOffset, Purpose purpose) {
        return Envelope.newBuilder()
                .setOpening(
                        Opening.newBuilder()
                                .setExchangeId(WireMessages.uuid(UUID.randomUUID()))
                                .setPurpose(purpose)
                                .setLedgerOffset(TwoEnds.START + ledgerOffset))
                .build();
    }

    private void assertMisbehaved(String why, long spentByAlice) throws Exception {
        LinkException end = TwoEnds.result(bobsEnd);
        assertThat(end.reason()).isEqualTo(LinkException.Cause.MISBEHAVED);
        assertThat(end).hasMessageContaining(why);
        assertThat(alice.ended().getDescription()).isEqualTo("MISBEHAVED");
        assertThat(ends.marks(End.BOB).getFirst()).isEqualTo(spentByAlice);
        assertThat(recorded).hasValue(0);
    }

    @Test
    @DisplayName("an opening before any greeting ends the connection and claims nothing")
    void openingBeforeGreeting() throws Exception {
        open(0);

        assertMisbehaved("unexpected message OPENING", 0);
    }

    @Test
    @DisplayName("a reservation before any greeting ends the connection and claims nothing")
    void reservationBeforeGreeting() throws Exception {
        alice.send(Lane.LANE_CONTROL, reservation(0).toByteString(), true);

        assertMisbehaved("unexpected message RESERVATION_REQUEST", 0);
    }

    @Test
    @DisplayName("bytes that are no protobuf end the connection and claim nothing")
    void garbage() throws Exception {
        greet();
        alice.send(Lane.LANE_BLOCK, NO_PROTOBUF, true);

        assertMisbehaved("not protobuf", 0);
    }

    @Test
    @DisplayName("an opening cut short ends the connection and claims nothing")
    void truncated() throws Exception {
        greet();
        ByteString whole = opening(0, Purpose.PURPOSE_BLOCK).toByteString();
        alice.send(Lane.LANE_BLOCK, whole.substring(0, whole.size() - 3), true);

        assertMisbehaved("not protobuf", 0);
    }

    @Test
    @DisplayName("an empty message ends the connection")
    void empty() throws Exception {
        greet();
        alice.send(Lane.LANE_BLOCK, ByteString.EMPTY, true);

        assertMisbehaved("without content", 0);
    }

    @Test
    @DisplayName("a frame of an unknown lane ends the connection")
    void unknownLane() throws Exception {
        greet();
        alice.send(Lane.LANE_UNSPECIFIED, NO_PROTOBUF, true);

        assertMisbehaved("unknown lane", 0);
    }

    @Test
    @DisplayName("a control message of more than 32 MiB ends the connection before it is complete")
    void oversizedControl() throws Exception {
        greet();
        for (int sent = 0; sent <= 128; sent++) {
            alice.send(Lane.LANE_CONTROL, PIECE, false);
        }

        assertMisbehaved("longer than the limit of 33554432 bytes", 0);
    }

    @Test
    @DisplayName("a block message of more than 64 MiB ends the connection before it is complete")
    void oversizedBlock() throws Exception {
        greet();
        for (int sent = 0; sent < 257; sent++) {
            alice.send(Lane.LANE_BLOCK, PIECE, false);
        }

        assertMisbehaved("longer than the limit of 67108864 bytes", 0);
    }

    @Test
    @DisplayName("a frame longer than the transport allows ends the connection and claims nothing")
    void oversizedFrame() throws Exception {
        greet();
        alice.send(Lane.LANE_BLOCK, PIECE.concat(PIECE).concat(PIECE), true);

        assertThat(TwoEnds.result(bobsEnd).reason()).isEqualTo(LinkException.Cause.LOST);
        assertThat(alice.ended().getCode())
                .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
        ends.assertNothingSpent();
    }

    @Test
    @DisplayName("garbage in an open block costs the bits the opening named, and no more")
    void garbageInBlock() throws Exception {
        greet();
        open(0);
        alice.send(Lane.LANE_BLOCK, NO_PROTOBUF, true);

        assertMisbehaved("not protobuf", 0);
        assertThat(ends.meetingBits(End.BOB, Direction.ALICE_TO_BOB))
                .isEqualTo(TwoEnds.ALICES_MEETING_BITS);
        assertThat(ends.meetingBits(End.BOB, Direction.BOB_TO_ALICE))
                .isIn(0L, (long) TranscriptMac.KEY_BITS);
    }

    @Test
    @DisplayName("an opening that names bits that are used ends the connection")
    void usedBits() throws Exception {
        greet();
        open(TwoEnds.ALICES_MEETING_BITS);
        open(0);

        assertMisbehaved("used or skipped before", TwoEnds.ALICES_MEETING_BITS);
    }

    @Test
    @DisplayName("a forged opening far beyond the mark gives up none of the bits before it")
    void largeGap() throws Exception {
        greet();
        open(AuthenticationLedger.MAX_GAP_BITS + 128);

        assertMisbehaved("more unused bits before them than one message may", 0);
    }

    @Test
    @DisplayName("a gap before the named bits is charged to the peer's spending limit")
    void gapIsCharged() throws Exception {
        var limit = new SpendingLimit(1, 1 << 20, System::nanoTime);
        ends.limits.put(
                End.BOB, new PeerLink.SpendingLimits(ends.limits.get(End.BOB).own(), limit));
        greet();
        open(1024);
        alice.send(Lane.LANE_BLOCK, NO_PROTOBUF, true);

        assertMisbehaved("not protobuf", 1024);
        assertThat(limit.availableBits())
                .isBetween(
                        (1L << 20) - 1024 - TwoEnds.ALICES_MEETING_BITS,
                        (1L << 20) - 1024 - TwoEnds.ALICES_MEETING_BITS + 60);
    }

    @Test
    @DisplayName("a block before the meeting is refused and claims nothing")
    void nothingBeforeTheMeeting() throws Exception {
        greet();
        alice.send(opening(0, Purpose.PURPOSE_BLOCK));

        assertMisbehaved("a block before the meeting", 0);
    }

    @Test
    @DisplayName("an opening that names bits beyond the pool, or none that exist, is refused")
    void bitsBeyondPool() throws Exception {
        greet();
        open(1L << 40);

        assertMisbehaved("beyond the end of the pool", 0);
    }

    @Test
    @DisplayName("an opening with an offset that is no granule is refused")
    void crookedOffset() throws Exception {
        greet();
        open(-1);

        assertMisbehaved("limit multiples of 128", 0);
    }

    @Test
    @DisplayName("an opening for an unknown purpose is refused and claims nothing")
    void unknownPurpose() throws Exception {
        greet();
        alice.send(opening(0, Purpose.PURPOSE_UNSPECIFIED));

        assertMisbehaved("unknown purpose", 0);
    }

    @Test
    @DisplayName("another version of the link protocol is refused by number")
    void otherVersion() throws Exception {
        alice.send(
                Envelope.newBuilder()
                        .setGreeting(
                                ends.greeting(End.ALICE).toWire().toBuilder().setProtocolVersion(7))
                        .build());

        LinkException end = TwoEnds.result(bobsEnd);
        assertThat(end.reason()).isEqualTo(LinkException.Cause.DIFFERENT);
        assertThat(end).hasMessage("link protocol version: 3 here, 7 at the peer");
        ends.assertNothingSpent();
    }

    @Test
    @DisplayName("a reservation with a wrong tag is not recorded and ends the connection")
    void forgedReservation() throws Exception {
        greet();
        alice.send(Lane.LANE_CONTROL, reservation(0).toByteString(), true);

        assertMisbehaved("reservation with a wrong authentication tag", TranscriptMac.KEY_BITS);
    }

    private static Envelope reservation(long ledgerOffset) {
        return Envelope.newBuilder()
                .setReservationRequest(
                        ReservationRequest.newBuilder()
                                .setRequestId(1)
                                .setLedgerOffset(TwoEnds.START + ledgerOffset)
                                .setTag(ByteString.copyFrom(new byte[TranscriptMac.TAG_BYTES])))
                .build();
    }
}
