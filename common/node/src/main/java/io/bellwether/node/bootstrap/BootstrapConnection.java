package io.bellwether.node.bootstrap;

import io.bellwether.foundation.End;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;

/** The handshake over the link's address, while neither daemon runs: Alice dials, Bob listens. */
public final class BootstrapConnection {
    private static final int STEP_MILLIS = 10_000;
    private static final int REDIAL_MILLIS = 500;

    private BootstrapConnection() {}

    /**
     * Agrees on a pool.
     *
     * @param poolBits of the pool, at Bob's end the most that he accepts
     * @param patience how long to wait for the other end
     * @param refusals takes a sentence for each caller that was not the pinned one
     * @throws IOException if there was no agreement in that time
     */
    public static PoolHandshake.Agreed agree(
            End end,
            InetSocketAddress link,
            BootstrapIdentity identity,
            int poolBits,
            Duration patience,
            Consumer<String> refusals)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        return end == End.ALICE
                ? dial(link, identity, poolBits, deadline)
                : serve(link, identity, poolBits, deadline, refusals);
    }

    private static PoolHandshake.Agreed dial(
            InetSocketAddress link, BootstrapIdentity identity, int poolBits, long deadline)
            throws IOException {
        while (true) {
            try (Socket socket = new Socket()) {
                try {
                    socket.connect(link, Math.clamp(leftMillis(deadline), 1, STEP_MILLIS));
                } catch (IOException e) {
                    if (System.nanoTime() > deadline) {
                        throw new IOException("Bob does not answer at " + link, e);
                    }
                    pause();
                    continue;
                }
                return handshake(socket, identity, deadline).asAlice(poolBits);
            }
        }
    }

    private static void pause() throws IOException {
        try {
            java.util.concurrent.TimeUnit.MILLISECONDS.sleep(REDIAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static PoolHandshake.Agreed serve(
            InetSocketAddress link,
            BootstrapIdentity identity,
            int maxPoolBits,
            long deadline,
            Consumer<String> refusals)
            throws IOException {
        try (var server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(link);
            while (true) {
                long leftMillis = leftMillis(deadline);
                if (leftMillis <= 0) {
                    throw new SocketTimeoutException("Alice has not called at " + link);
                }
                server.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
                Socket caller = server.accept();
                try (caller) {
                    // Whoever calls and stalls must not keep Alice waiting to the end.
                    long handshakeEnd = System.nanoTime() + STEP_MILLIS * 1_000_000L;
                    return handshake(
                                    caller,
                                    identity,
                                    handshakeEnd - deadline < 0 ? handshakeEnd : deadline)
                            .asBob(maxPoolBits);
                } catch (IOException e) {
                    refusals.accept(
                            "%s refused: %s"
                                    .formatted(caller.getRemoteSocketAddress(), e.getMessage()));
                }
            }
        }
    }

    private static long leftMillis(long deadline) {
        return (deadline - System.nanoTime()) / 1_000_000;
    }

    private static PoolHandshake handshake(Socket socket, BootstrapIdentity identity, long deadline)
            throws IOException {
        return new PoolHandshake(
                identity,
                new DataInputStream(new DeadlineInput(socket, deadline)),
                new DataOutputStream(socket.getOutputStream()),
                new SecureRandom());
    }
}
