package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.bellwether.foundation.KeyId;
import io.bellwether.keystore.DatabaseEngine.Access;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A delivery front end's way to the peer: through the shared database to the engine, which has the
 * link. A front end that dies leaves a row that the engine clears away.
 */
public final class EngineRelay implements AutoCloseable {
    private static final int CONNECTIONS = 4;

    private static final String ASK =
            """
            WITH asked AS (INSERT INTO announcement (key_ids) VALUES (?) RETURNING announcement_id)
            SELECT announcement_id, pg_notify('%s', '') FROM asked\
            """
                    .formatted(RelayConnection.ASKED);

    private static final String TAKE =
            "DELETE FROM announcement WHERE announcement_id = ? RETURNING answer";

    private static final String ANSWERED =
            "SELECT announcement_id FROM announcement WHERE answer IS NOT NULL";

    private final HikariDataSource connections;
    private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final RelayConnection answers;

    private EngineRelay(HikariDataSource connections, StoreLocation.PostgresServer location) {
        this.connections = connections;
        this.answers =
                new RelayConnection(
                        location, RelayConnection.ANSWERED, "engine-answers", this::heard);
    }

    /**
     * @param location of a store that was opened already
     */
    public static EngineRelay open(StoreLocation.PostgresServer location) {
        HikariConfig config = new PostgresEngine(location).connections(Access.WRITE);
        config.setPoolName("engine-relay");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionInitSql(RelayConnection.NOT_FORCED);
        config.setAutoCommit(false);
        return new EngineRelay(new HikariDataSource(config), location);
    }

    /**
     * Has the engine announce reservations that were made in this store.
     *
     * @param patience how long it may take
     */
    public RelayAnswer ask(List<KeyId> keyIds, Duration patience) {
        ByteBuffer ids = ByteBuffer.allocate(Uuids.BYTES * keyIds.size());
        keyIds.forEach(id -> ids.put(Uuids.bytes(id.value())));
        Long number = null;
        try {
            CompletableFuture<Void> answered = new CompletableFuture<>();
            number = ask(ids.array(), answered);
            boolean inTime = await(answered, patience);
            return take(number)
                    .map(RelayAnswer::of)
                    .orElseGet(() ->
                            new RelayAnswer.Unavailable(
                                    inTime
                                            ? "the engine took the request away"
                                            : "the engine did not answer within "
                                                    + patience.toSeconds()
                                                    + " s"));
        } catch (SQLException e) {
            throw new KeyStoreException("key database: " + e.getMessage(), e);
        } finally {
            if (number != null) {
                waiting.remove(number);
            }
        }
    }

    /** Nobody hears of the request before this transaction ends, so no answer comes too early. */
    private long ask(byte[] ids, CompletableFuture<Void> answered) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement ask = connection.prepareStatement(ASK)) {
            ask.setBytes(1, ids);
            long number;
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                number = row.getLong(1);
            }
            waiting.put(number, answered);
            connection.commit();
            return number;
        }
    }

    private static boolean await(CompletableFuture<Void> answered, Duration patience) {
        try {
            answered.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            // the answer may stand in the database all the same
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails here", e);
        }
    }

    private Optional<String> take(long number) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setLong(1, number);
            String answer = null;
            try (ResultSet row = take.executeQuery()) {
                if (row.next()) {
                    answer = row.getString(1);
                }
            }
            connection.commit();
            return Optional.ofNullable(answer);
        }
    }

    private void heard(Connection connection, List<String> payloads) throws SQLException {
        payloads.forEach(number -> answered(Long.parseLong(number)));
        if (payloads.isEmpty() && !waiting.isEmpty()) {
            // what was notified while there was no connection
            try (PreparedStatement find = connection.prepareStatement(ANSWERED);
                    ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    answered(rows.getLong(1));
                }
            }
        }
    }

    private void answered(long number) {
        CompletableFuture<Void> waits = waiting.get(number);
        if (waits != null) {
            waits.complete(null);
        }
    }

    @Override
    public void close() {
        answers.close();
        connections.close();
    }
}
