package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that every request for keys runs, in plain JDBC and prepared once for as long as a
 * connection is kept: what JDBI does around a statement costs several times what SQLite needs to
 * run it. Belongs to one connection, and so to one thread at a time. Every method throws {@link
 * KeyStoreException} if the database fails.
 */
final class Statements {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<String, PreparedStatement> batches = new HashMap<>();

    /** What becomes of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Statements(Connection connection) {
        this.connection = connection;
    }

    /** For the connection of a handle, for as long as that is open. */
    static Statements of(Handle handle) {
        return new Statements(handle.getConnection());
    }

    /** The first row; empty if there is none. */
    <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) {
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    <T> List<T> all(String sql, RowReader<T> reader, Object... parameters) {
        List<T> read = new ArrayList<>();
        try (ResultSet rows = bound(sql, parameters).executeQuery()) {
            while (rows.next()) {
                read.add(reader.read(rows));
            }
            return read;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    void run(String sql, Object... parameters) {
        try {
            bound(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Queues a change until {@link #runQueued}. */
    void queue(String sql, Object... parameters) {
        try {
            PreparedStatement statement = bound(sql, parameters);
            statement.addBatch();
            batches.put(sql, statement);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Runs what is queued of one statement, in order. */
    void runQueued(String sql) {
        PreparedStatement statement = batches.remove(sql);
        if (statement != null) {
            try {
                statement.executeBatch();
            } catch (SQLException e) {
                throw failure(e);
            }
        }
    }

    /** Forgets what is queued. */
    void dropQueued() {
        try {
            for (PreparedStatement statement : batches.values()) {
                statement.clearBatch();
            }
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            batches.clear();
        }
    }

    private PreparedStatement bound(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case byte[][] many ->
                        statement.setArray(i + 1, connection.createArrayOf("bytea", many));
                default ->
                        throw new IllegalArgumentException(
                                "no column takes a " + parameters[i].getClass());
            }
        }
        return statement;
    }

    private static KeyStoreException failure(SQLException e) {
        return new KeyStoreException("key database: " + e.getMessage(), e);
    }
}
