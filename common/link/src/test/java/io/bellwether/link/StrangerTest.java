package io.bellwether.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whoever is not the configured peer gets nowhere and costs nothing. */
class StrangerTest {
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
            "a caller with a certificate of another authority is refused; the pool is untouched")
    void otherAuthority() throws Exception {
        LinkTls strangers =
                new TestCertificates("elsewhere")
                        .files(Files.createDirectory(folder.resolve("s")), "alice", "bob");
        LinkTls trusting =
                new LinkTls(
                        strangers.certificate(),
                        strangers.privateKey(),
                        ends.aliceFiles().trustedAuthority(),
                        "bob");

        assertRefused(trusting, ends.address());
    }

    @Test
    @DisplayName("a caller of the right authority with another name is refused as a stranger")
    void otherName() throws Exception {
        LinkException refusal =
                assertRefused(ends.authority.files(folder, "mallory", "bob"), ends.address());

        assertThat(refusal).hasMessageContaining("PERMISSION_DENIED");
    }

    @Test
    @DisplayName("a server of the right authority that is not Bob is refused by Alice")
    void impostorOfBob() throws Exception {
        var impostor =
                PeerLink.serve(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        ends.authority.files(folder, "mallory", "alice"),
                        ends.callers::add);
        try {
            assertRefused(
                    ends.aliceFiles(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), impostor.port()));
        } finally {
            impostor.close();
        }
    }

    private LinkException assertRefused(LinkTls caller, InetSocketAddress server) throws Exception {
        try (var dialer = new LinkDialer(server, caller)) {
            LinkException refusal =
                    catchThrowableOfType(
                            LinkException.class,
                            () ->
                                    PeerLink.dial(
                                            dialer,
                                            ends.greeting(End.ALICE),
                                            ends.settings(End.ALICE)));

            assertThat(refusal.reason()).isEqualTo(LinkException.Cause.LOST);
            assertThat(ends.callers).isEmpty();
            ends.assertNothingSpent();
            return refusal;
        }
    }
}
