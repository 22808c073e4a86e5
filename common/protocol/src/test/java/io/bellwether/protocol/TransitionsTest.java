package io.bellwether.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The transition tables of both roles, compared with the snapshot that a reviewer has read. {@code
 * -Dbellwether.snapshots=rewrite} writes the snapshot anew.
 */
class TransitionsTest {
    private static final Path SNAPSHOTS =
            Path.of("src", "test", "resources", "io", "bellwether", "protocol");

    private static TwoSessions withoutKey;
    private static TwoSessions withKey;
    private static TwoSessions recorded;

    @BeforeAll
    static void runBlocks() {
        withoutKey = new TwoSessions(TwoSessions.parameters(256, SettingSource.ANNOUNCED));
        withKey = new TwoSessions(TwoSessions.parameters(16_000, SettingSource.ANNOUNCED));
        recorded = new TwoSessions(TwoSessions.parameters(256, SettingSource.RECORDED));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("every event in every state does what the snapshot says")
    void asSnapshotted(End end) throws IOException {
        var table = new TransitionTable(end);
        table.path("a block with a key, undisturbed", withKey);
        table.path("a block of a recorded experiment, too short for a key", recorded);
        table.matrix(
                "all events in all states of a block too short for a key",
                withoutKey,
                withoutKey.fresh(end).stateName());
        table.matrix(
                "all events in the states that follow when there is a key",
                withKey,
                end == End.ALICE ? "AwaitingAcceptance" : "ReadyToAmplify");
        String actual = String.join("\n", table.lines());

        String name = end.name().toLowerCase(Locale.ROOT) + "-transitions.txt";
        if ("rewrite".equals(System.getProperty("bellwether.snapshots"))) {
            Files.writeString(SNAPSHOTS.resolve(name), actual);
            return;
        }
        try (var snapshot = TransitionsTest.class.getResourceAsStream(name)) {
            assertThat(actual)
                    .isEqualTo(new String(snapshot.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the replayed blocks reach every state there is")
    void everyState(End end) {
        Class<?> states = end == End.ALICE ? AliceState.class : BobState.class;
        var reached = new TreeSet<String>();
        for (int at = 0; at <= withKey.events(end).size(); at++) {
            reached.add(withKey.replayed(end, at).stateName());
        }

        assertThat(reached)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(states.getPermittedSubclasses())
                                .map(Class::getSimpleName)
                                .toList());
    }

    @Test
    @DisplayName("Alice makes no key where the theorem gives none, whatever Bob accepts")
    void acceptedWithoutKey() {
        Session alice = withoutKey.fresh(End.ALICE);
        withoutKey
                .events(End.ALICE)
                .forEach(event -> {
                    if (alice.stateName().equals("AwaitingAcceptance")) {
                        alice.on(
                                new Event.MessageReceived(
                                        new Message.Acceptance(OptionalLong.empty())));
                    } else {
                        alice.on(event);
                    }
                });
        alice.on(new Event.PeerAuthenticated());

        assertThat(alice.on(new Event.Proceed()))
                .contains(new Effect.Send(new Message.Abort(AbortReason.NO_KEY_LENGTH)));
        assertThat(alice.awaited()).isEqualTo(Session.Awaited.NOTHING);
    }

    @Test
    @DisplayName("a fault names the state and the event, never what the event carries")
    void faultsNameTypesOnly() {
        Session bob = withoutKey.fresh(End.BOB);
        var effects = bob.on(new Event.RoundsMeasured(new byte[] {1}, new byte[] {1}));

        assertThat(effects)
                .contains(
                        new Effect.Finish(
                                new BlockOutcome.Aborted(
                                        AbortReason.PROTOCOL_FAULT,
                                        "in state AwaitingProposal: unexpected RoundsMeasured, or"
                                                + " one that does not fit the block")));
    }
}
