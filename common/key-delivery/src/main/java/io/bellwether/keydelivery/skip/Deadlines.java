package io.bellwether.keydelivery.skip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cuts connections off whose client is too slow, however steadily it sends: a limit on the whole
 * wait, not on the silence between two bytes.
 */
final class Deadlines implements AutoCloseable {
    static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** From the last answer to the end of the next request, so also how long a client may idle. */
    static final Duration REQUEST = Duration.ofSeconds(60);

    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("skip-deadlines").factory());

    /** What waits for a client. */
    interface Wait<T> {
        T get() throws IOException;
    }

    /** Waits, and cuts the connection if that takes longer than {@code most}. */
    <T> T within(Socket socket, Duration most, Wait<T> wait) throws IOException {
        Future<?> cut = clock.schedule(() -> cut(socket), most.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return wait.get();
        } finally {
            cut.cancel(false);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
