package io.bellwether.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.foundation.End;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A bootstrap ends in time, whatever the other end does. */
class BootstrapConnectionTest {
    private static final int NONCE_BYTES = 32;
    private static final int HELLO_BYTES = 1700;
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private static BootstrapIdentity identity() {
        byte[] seed = new byte[BootstrapIdentity.SEED_BYTES];
        Arrays.fill(seed, (byte) 7);
        return new BootstrapIdentity(seed, BootstrapIdentity.publicKeyOf(seed));
    }

    /** Announces a message and says a byte of it now and then, so that no single wait is long. */
    private static void drip(Socket socket, int messageBytes, CountDownLatch over) {
        try (socket) {
            new DataOutputStream(socket.getOutputStream()).writeInt(messageBytes);
            while (!over.await(200, TimeUnit.MILLISECONDS)) {
                socket.getOutputStream().write(0);
                socket.getOutputStream().flush();
            }
        } catch (IOException ended) {
            assertThat(ended).isNotNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("Alice gives up a Bob who says a byte now and then when her patience is over")
    void stallingBob() throws Exception {
        var over = new CountDownLatch(1);
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> {
                        try {
                            Socket caller = server.accept();
                            drip(caller, NONCE_BYTES, over);
                        } catch (IOException ended) {
                            over.countDown();
                        }
                    });
            assertThatThrownBy(() -> agree(End.ALICE, server.getLocalPort()))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("the handshake took too long|Read timed out");
        } finally {
            over.countDown();
        }
    }

    @Test
    @Timeout(60)
    @DisplayName("Bob gives up a caller who says a byte now and then when his patience is over")
    void stallingAlice() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var over = new CountDownLatch(1);
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    while (over.getCount() > 0) {
                        try {
                            drip(
                                    new Socket(InetAddress.getLoopbackAddress(), port),
                                    HELLO_BYTES,
                                    over);
                        } catch (IOException notYet) {
                            Thread.onSpinWait();
                        }
                    }
                });
        try {
            assertThatThrownBy(() -> agree(End.BOB, port))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("Alice has not called.*|Accept timed out");
        } finally {
            over.countDown();
        }
    }

    private static void agree(End end, int port) throws IOException {
        BootstrapConnection.agree(
                end,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                identity(),
                256,
                PATIENCE,
                refusal -> assertThat(refusal).contains("refused"));
    }
}
