package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.BlockId;
import io.bellwether.foundation.End;
import io.bellwether.foundation.SecretBits;
import io.bellwether.protocol.Protocol;
import io.bellwether.protocol.SessionParameters;
import io.bellwether.protocol.SettingSource;
import io.bellwether.securityproof.Theorem;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Two nodes meet: they fit, or both learn in what they differ, and nothing is spent on it. */
class GreetingTest {
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
    @DisplayName("two nodes that fit greet each other, and the greeting costs no bit of the pool")
    void fitting() throws Exception {
        var links = ends.greet(ends.greeting(End.ALICE), ends.greeting(End.BOB));

        assertThat(links.alice().peer().nodeName()).isEqualTo("kme-BOB");
        assertThat(links.bob().peer().nodeName()).isEqualTo("kme-ALICE");
        assertThat(links.alice().isOpen()).isTrue();
        ends.assertNothingSpent();
    }

    @RepeatedTest(10)
    @DisplayName("other parameters are refused at both ends, each naming the first difference")
    void otherParameters() throws Exception {
        SessionParameters own = TwoEnds.PARAMETERS;
        var others =
                new SessionParameters(
                        own.blockRounds(),
                        own.chunkRounds(),
                        0.06,
                        SettingSource.ANNOUNCED,
                        new Protocol.Chsh(Theorem.KEYLEN_EAT_OXFORD, 2.6, 0.015, 3),
                        own.epsilonSoundness(),
                        own.refillShare(),
                        own.aliceShare());

        assertBothRefuse(
                ends.greeting(End.ALICE),
                ends.greeting(End.BOB, others),
                "protocol.testProbability: 0.05 here, 0.06 at the peer",
                "protocol.testProbability: 0.06 here, 0.05 at the peer");
    }

    @Test
    @DisplayName("another pool is refused at both ends by its identity")
    void otherPool() throws Exception {
        Greeting fitting = ends.greeting(End.BOB);
        var other = new UUID(1, 2);
        var bob =
                new Greeting(
                        fitting.nodeName(),
                        fitting.softwareVersion(),
                        other,
                        fitting.poolLineage(),
                        fitting.parameters(),
                        0,
                        TwoEnds.START,
                        TwoEnds.START);

        assertBothRefuse(
                ends.greeting(End.ALICE),
                bob,
                "authentication.pool: pool %s here, %s at the peer"
                        .formatted(TwoEnds.POOL_ID, other),
                "authentication.pool: pool %s here, %s at the peer"
                        .formatted(other, TwoEnds.POOL_ID));
    }

    @Test
    @DisplayName(
            "pools that were refilled differently are refused, unless blocks are yet to settle")
    void otherLineage() throws Exception {
        ends.ledger(End.ALICE)
                .refill(new BlockId(new UUID(3, 4)), new SecretBits(BitArray.ofLength(512)));
        Greeting alice = ends.greeting(End.ALICE);
        Greeting bob = ends.greeting(End.BOB);
        var withPending =
                new Greeting(
                        bob.nodeName(),
                        bob.softwareVersion(),
                        bob.poolId(),
                        bob.poolLineage(),
                        bob.parameters(),
                        1,
                        TwoEnds.START,
                        TwoEnds.START);

        assertBothRefuse(
                alice,
                bob,
                "refilled differently at the two ends (%s here".formatted(alice.poolLineage()),
                "refilled differently at the two ends (%s here".formatted(bob.poolLineage()));
        assertThat(ends.greet(alice, withPending).alice().isOpen()).isTrue();
    }

    @Test
    @DisplayName(
            "an end whose ledger is an old copy gives up what the peer has seen, before it spends")
    void oldCopySkipsForward() throws Exception {
        ends.ledger(End.BOB).claim(TwoEnds.START, 512);

        var links = ends.greet(ends.greeting(End.ALICE), ends.greeting(End.BOB));

        assertThat(ends.marks(End.ALICE)).containsExactly(512L, 0L).isEqualTo(ends.marks(End.BOB));
        assertThat(links.alice().isOpen()).isTrue();
    }

    @Test
    @DisplayName("an end that has sent what the peer never saw is followed by the peer")
    void lostBitsAreSkipped() throws Exception {
        ends.ledger(End.BOB).reserve(384);

        ends.greet(ends.greeting(End.ALICE), ends.greeting(End.BOB));

        assertThat(ends.marks(End.ALICE)).containsExactly(0L, 384L).isEqualTo(ends.marks(End.BOB));
    }

    @Test
    @DisplayName("a peer whose marks lie beyond this pool is refused, and nothing is given up")
    void marksBeyondThePool() throws Exception {
        Greeting bob = ends.greeting(End.BOB);
        var beyond =
                new Greeting(
                        bob.nodeName(),
                        bob.softwareVersion(),
                        bob.poolId(),
                        bob.poolLineage(),
                        bob.parameters(),
                        0,
                        1L << 40,
                        TwoEnds.START);
        var bobs =
                TwoEnds.meanwhile(() ->
                        catchThrowableOfType(
                                LinkException.class,
                                () -> ends.nextCaller().greet(beyond, ends.settings(End.BOB))));

        var alices =
                catchThrowableOfType(
                        LinkException.class,
                        () ->
                                PeerLink.dial(
                                        ends.dialer(),
                                        ends.greeting(End.ALICE),
                                        ends.settings(End.ALICE)));

        assertThat(alices).hasMessageContaining("both need a fresh pool");
        bobs.cancel(true);
        ends.assertNothingSpent();
    }

    private void assertBothRefuse(Greeting alice, Greeting bob, String atAlice, String atBob)
            throws Exception {
        var before = List.of(ends.marks(End.ALICE), ends.marks(End.BOB));
        var bobs =
                TwoEnds.meanwhile(() ->
                        catchThrowableOfType(
                                LinkException.class,
                                () -> ends.nextCaller().greet(bob, ends.settings(End.BOB))));
        var alices =
                catchThrowableOfType(
                        LinkException.class,
                        () -> PeerLink.dial(ends.dialer(), alice, ends.settings(End.ALICE)));

        assertThat(alices.getMessage()).contains(atAlice);
        assertThat(alices.reason()).isEqualTo(LinkException.Cause.DIFFERENT);
        assertThat(TwoEnds.result(bobs).getMessage()).contains(atBob);
        assertThat(TwoEnds.result(bobs).reason()).isEqualTo(LinkException.Cause.DIFFERENT);
        assertThat(List.of(ends.marks(End.ALICE), ends.marks(End.BOB))).isEqualTo(before);
    }

    @Test
    @DisplayName("a peer that does not greet is given up, and finds the connection gone later")
    void silentPeer() throws Exception {
        assertThatThrownBy(() ->
                        PeerLink.dial(
                                ends.dialer(),
                                ends.greeting(End.ALICE),
                                ends.settings(End.ALICE, Duration.ofMillis(300))))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("silent");

        PeerLink.Caller slow = ends.nextCaller();
        var late =
                TwoEnds.meanwhile(() ->
                        slow.greet(ends.greeting(End.BOB), ends.settings(End.BOB))
                                .awaitBlock(List::of));
        assertThatThrownBy(() -> TwoEnds.result(late)).isInstanceOf(LinkException.class);
        ends.assertNothingSpent();
    }

    @Test
    @DisplayName("an absent peer is reported as lost, with the cause underneath")
    void absentPeer() {
        ends.stopServer();

        assertThatThrownBy(() ->
                        PeerLink.dial(
                                ends.dialer(), ends.greeting(End.ALICE), ends.settings(End.ALICE)))
                .isInstanceOfSatisfying(
                        LinkException.class,
                        e -> assertThat(e.reason()).isEqualTo(LinkException.Cause.LOST))
                .hasMessageContaining("refused");
    }
}
