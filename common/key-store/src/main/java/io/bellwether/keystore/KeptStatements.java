package io.bellwether.keystore;

import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Prepares a statement once for as long as a connection is borrowed: a group of writers repeats the
 * same few statements, and to prepare one costs more than to run it. Belongs to one connection, and
 * so to one thread at a time.
 */
final class KeptStatements implements StatementBuilder {
    private static final StatementBuilder FRESH = new DefaultStatementBuilder();

    private final Map<String, Deque<PreparedStatement>> idle = new HashMap<>();
    private final Map<PreparedStatement, String> lent = new IdentityHashMap<>();

    private KeptStatements() {}

    static StatementBuilder of(Connection connection) {
        return new KeptStatements();
    }

    @Override
    public Statement create(Connection connection, StatementContext context) throws SQLException {
        return FRESH.create(connection, context);
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context)
            throws SQLException {
        if (context.isReturningGeneratedKeys()) {
            return FRESH.create(connection, sql, context);
        }
        Deque<PreparedStatement> kept = idle.get(sql);
        PreparedStatement statement =
                kept == null || kept.isEmpty()
                        ? FRESH.create(connection, sql, context)
                        : kept.pop();
        lent.put(statement, sql);
        return statement;
    }

    @Override
    public CallableStatement createCall(Connection connection, String sql, StatementContext context)
            throws SQLException {
        return FRESH.createCall(connection, sql, context);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        String lentFor = statement instanceof PreparedStatement ? lent.remove(statement) : null;
        if (lentFor == null) {
            FRESH.close(connection, sql, statement);
            return;
        }
        PreparedStatement prepared = (PreparedStatement) statement;
        prepared.clearParameters();
        prepared.clearBatch();
        idle.computeIfAbsent(lentFor, first -> new ArrayDeque<>()).push(prepared);
    }

    /** The connection goes back to its pool, which closes what is open on it. */
    @Override
    public void close(Connection connection) {
        idle.clear();
        lent.clear();
    }
}
