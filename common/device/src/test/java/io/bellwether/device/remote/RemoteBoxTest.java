package io.bellwether.device.remote;

import static io.bellwether.device.Rounds.block;
import static io.bellwether.device.Rounds.runBlock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.device.BlockSpecification;
import io.bellwether.device.BoxException;
import io.bellwether.device.BoxException.Reason;
import io.bellwether.device.FreeBox;
import io.bellwether.device.Rounds;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedSource;
import io.bellwether.foundation.End;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;

@Timeout(60)
class RemoteBoxTest {
    private static final BoxAddress ANY_PORT = BoxAddress.parse("127.0.0.1:0");
    private static final BoxDeadlines DEADLINES = new BoxDeadlines(10_000, 10_000, 10_000);

    private final SimulatedSource source =
            new SimulatedSource(BoxModel.limitedEfficiency(0.9), 1, 5_000);

    @Test
    @DisplayName("blocks through gRPC give the outcomes of the same blocks in one process")
    void sameAsInProcess() throws BoxException {
        BlockSpecification first = block(30_000);
        BlockSpecification second = block(1_000);
        Rounds expected;
        try (FreeBox alice = source.half(End.ALICE);
                FreeBox bob = source.half(End.BOB)) {
            expected = runBlock(alice, bob, first, 30_000, 30_000);
        }
        try (BoxServer aliceServer = BoxServer.start(ANY_PORT, () -> source.half(End.ALICE));
                BoxServer bobServer = BoxServer.start(ANY_PORT, () -> source.half(End.BOB));
                RemoteBox alice = RemoteBox.connect(aliceServer.address(), End.ALICE, DEADLINES);
                RemoteBox bob = RemoteBox.connect(bobServer.address(), End.BOB, DEADLINES)) {
            assertThat(runBlock(alice, bob, first, 8_192, 5_000)).isEqualTo(expected);
            assertThat(runBlock(alice, bob, second, 1, 1_000).rounds()).isEqualTo(1_000);
            assertThat(alice.describe()).isEqualTo(source.half(End.ALICE).describe());
        }
    }

    @Test
    @DisplayName(
            "a unix socket serves its owner only, replaces a dead one and goes with the server")
    void unixSocket(@TempDir Path directory) throws Exception {
        Path socket = directory.resolve("alice.sock");
        BoxAddress address = BoxAddress.parse("unix:" + socket);
        try (var dead =
                java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(java.net.UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();
        try (BoxServer server = BoxServer.start(address, () -> source.half(End.ALICE));
                RemoteBox box = RemoteBox.connect(address, End.ALICE, DEADLINES)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-------");
            box.open(block(10));
            assertThatThrownBy(() -> BoxServer.start(address, () -> source.half(End.BOB)))
                    .hasMessageContaining("another process serves");
            assertThat(server.address()).isEqualTo(address);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    @DisplayName("the other side's half is refused with both names")
    void wrongHalf() throws BoxException {
        try (BoxServer server = BoxServer.start(ANY_PORT, () -> source.half(End.ALICE))) {
            assertThatThrownBy(() -> RemoteBox.connect(server.address(), End.BOB, DEADLINES))
                    .hasMessageContaining("is SIDE_ALICE, this node needs SIDE_BOB");
        }
    }

    @Test
    @DisplayName("an address where nobody listens is unreachable")
    void nobodyListens() throws BoxException {
        BoxServer server = BoxServer.start(ANY_PORT, () -> source.half(End.ALICE));
        server.close();
        assertThat(
                        Rounds.failureOf(
                                () -> RemoteBox.connect(server.address(), End.ALICE, DEADLINES)))
                .asInstanceOf(InstanceOfAssertFactories.type(BoxException.class))
                .extracting(BoxException::reason)
                .isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    @DisplayName("a server that dies in mid-block ends the wait, and its successor serves the next")
    void serverDies() throws BoxException {
        BoxServer server = BoxServer.start(ANY_PORT, () -> source.half(End.ALICE));
        BoxAddress address = server.address();
        try (RemoteBox alice = RemoteBox.connect(address, End.ALICE, DEADLINES);
                FreeBox bob = source.half(End.BOB)) {
            BlockSpecification block = block(10);
            alice.open(block);
            bob.open(block);
            alice.distribute(0, 10);
            CompletableFuture<Throwable> failure = measureInBackground(alice);
            server.close();
            assertThat(failure.join())
                    .asInstanceOf(InstanceOfAssertFactories.type(BoxException.class))
                    .extracting(BoxException::reason)
                    .isIn(Reason.UNREACHABLE, Reason.PROTOCOL_VIOLATION);
            try (BoxServer successor = BoxServer.start(address, () -> source.half(End.ALICE))) {
                assertThat(successor.address()).isEqualTo(address);
                assertThat(runBlock(alice, bob, block(100), 10, 10).rounds()).isEqualTo(100);
            }
        }
    }

    @Test
    @DisplayName("a node that gives up a block can run the next one on the same connection at once")
    void abandonAndRetry() throws BoxException {
        try (BoxServer server = BoxServer.start(ANY_PORT, () -> source.half(End.ALICE));
                RemoteBox alice = RemoteBox.connect(server.address(), End.ALICE, DEADLINES);
                FreeBox bob = source.half(End.BOB)) {
            for (int attempt = 0; attempt < 20; attempt++) {
                BlockSpecification block = block(10);
                alice.open(block);
                bob.open(block);
                alice.distribute(0, 10);
                CompletableFuture<Throwable> failure = measureInBackground(alice);
                alice.abandon();
                assertThat(failure.join())
                        .asInstanceOf(InstanceOfAssertFactories.type(BoxException.class))
                        .extracting(BoxException::reason)
                        .isEqualTo(Reason.ABANDONED);
            }
            assertThat(runBlock(alice, bob, block(100), 10, 10).rounds()).isEqualTo(100);
        }
    }

    private static CompletableFuture<Throwable> measureInBackground(FreeBox box) {
        return CompletableFuture.supplyAsync(
                () -> Rounds.failureOf(() -> box.measure(new byte[10], new byte[10], 10)));
    }
}
