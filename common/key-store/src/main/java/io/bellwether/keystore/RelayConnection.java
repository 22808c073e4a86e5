package io.bellwether.keystore;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A connection of its own that waits for notifications, opened again whenever it is lost. What
 * passes between front ends and the engine need not survive a crash, so its commits are not forced.
 */
final class RelayConnection implements AutoCloseable {
    /** There is something to announce. */
    static final String ASKED = "bellwether_asked";

    /** The announcement whose number is the payload has its answer. */
    static final String ANSWERED = "bellwether_answered";

    static final String NOT_FORCED = "SET synchronous_commit = off";

    private static final int WAIT_MILLIS = 1000;
    private static final PGNotification[] NONE = {};
    private static final Logger LOG = LoggerFactory.getLogger(RelayConnection.class);

    private final StoreLocation.PostgresServer location;
    private final String channel;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** What is done with notifications. */
    @FunctionalInterface
    interface Listener {
        /**
         * Called when the connection is new, with no payload, about every second without any, and
         * for notifications that came together.
         */
        void heard(Connection connection, List<String> payloads) throws SQLException;
    }

    RelayConnection(
            StoreLocation.PostgresServer location,
            String channel,
            String threadName,
            Listener listener) {
        this.location = location;
        this.channel = channel;
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name(threadName).start(this::run);
    }

    private void run() {
        boolean open = true;
        while (open) {
            try (Connection connection = connect()) {
                serve(connection);
            } catch (SQLException | KeyStoreException e) {
                LOG.warn("key database: {}", e.getMessage());
            }
            open = !awaitClosed(Duration.ofSeconds(1));
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        location.user().ifPresent(user -> properties.setProperty("user", user));
        location.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("ApplicationName", "bellwether " + channel);
        Connection connection = DriverManager.getConnection(location.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(NOT_FORCED);
            statement.execute("LISTEN " + channel);
        }
        return connection;
    }

    private void serve(Connection connection) throws SQLException {
        PGConnection notified = connection.unwrap(PGConnection.class);
        listener.heard(connection, List.of());
        while (closed.getCount() > 0) {
            List<String> payloads = new ArrayList<>();
            PGNotification[] heard = notified.getNotifications(WAIT_MILLIS);
            for (PGNotification notification : heard == null ? NONE : heard) {
                payloads.add(notification.getParameter());
            }
            listener.heard(connection, payloads);
        }
    }

    private boolean awaitClosed(Duration most) {
        try {
            return closed.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
