package io.bellwether.keystore;

import org.jdbi.v3.core.Handle;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements that every request for keys runs, in plain JDBC and prepared once for as long as a
 * connection is kept: what JDBI does around a statement costs several times what SQLite needs to
 * run it. Belongs to one connection, and so to one thread at a time. Every method throws {@link
 * KeyStoreException} if the database fails.
 */
final class Statements {
    private final Connection connection;
    private final boolean distant;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<String, PreparedStatement> batches = new HashMap<>();
    private final Map<RowStatement, List<Object[]>> rows = new HashMap<>();

    /** What is to run together; null if everything runs at once. */
    private List<Gathered> gathered;

    private record Gathered(String sql, Object[] parameters) {}

    /** What becomes of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Statements(Connection connection, boolean distant) {
        this.connection = connection;
        this.distant = distant;
    }

    /** For the connection of a handle, for as long as that is open. */
    static Statements of(Handle handle) {
        return of(handle, false);
    }

    /**
     * As {@link #of(Handle)}.
     *
     * @param distant whether each statement is a trip to a server that knows arrays
     */
    static Statements of(Handle handle, boolean distant) {
        return new Statements(handle.getConnection(), distant);
    }

    boolean distant() {
        return distant;
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
        if (gathered != null) {
            gathered.add(new Gathered(sql, parameters));
            return;
        }
        try {
            bound(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Queues a row until {@link #runQueued}. */
    void queue(RowStatement sql, Object... parameters) {
        if (distant) {
            rows.computeIfAbsent(sql, first -> new ArrayList<>()).add(parameters);
            return;
        }
        try {
            PreparedStatement statement = bound(sql.each(), parameters);
            statement.addBatch();
            batches.put(sql.each(), statement);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Writes what is queued for one statement, in order. */
    void runQueued(RowStatement sql) {
        List<Object[]> queued = rows.remove(sql);
        if (queued != null) {
            run(sql.all(), columns(queued));
        }
        PreparedStatement statement = batches.remove(sql.each());
        if (statement != null) {
            try {
                statement.executeBatch();
            } catch (SQLException e) {
                throw failure(e);
            }
        }
    }

    private static Object[] columns(List<Object[]> rows) {
        Object[] first = rows.getFirst();
        Object[] columns = new Object[first.length];
        for (int i = 0; i < columns.length; i++) {
            int place = i;
            columns[i] =
                    rows.stream()
                            .map(row -> row[place])
                            .toArray(length ->
                                    (Object[]) Array.newInstance(first[place].getClass(), length));
        }
        return columns;
    }

    /** Has all that {@code writes} runs make one trip to the server; it must not read. */
    void together(Runnable writes) {
        if (!distant) {
            writes.run();
            return;
        }
        List<Gathered> all = new ArrayList<>();
        gathered = all;
        try {
            writes.run();
        } finally {
            gathered = null;
        }
        if (!all.isEmpty()) {
            run(
                    all.stream().map(Gathered::sql).collect(Collectors.joining(";\n")),
                    all.stream().flatMap(one -> Arrays.stream(one.parameters)).toArray());
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
            rows.clear();
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
                case Object[] column -> statement.setArray(i + 1, array(column));
                default ->
                        throw new IllegalArgumentException(
                                "no column takes a " + parameters[i].getClass());
            }
        }
        return statement;
    }

    private java.sql.Array array(Object[] column) throws SQLException {
        String type =
                switch (column) {
                    case Long[] numbers -> "int8";
                    case Integer[] numbers -> "int4";
                    case String[] texts -> "text";
                    case byte[][] bytes -> "bytea";
                    default ->
                            throw new IllegalArgumentException(
                                    "no column holds " + column.getClass());
                };
        return connection.createArrayOf(type, column);
    }

    private static KeyStoreException failure(SQLException e) {
        return new KeyStoreException("key database: " + e.getMessage(), e);
    }
}
