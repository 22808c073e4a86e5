package io.bellwether.keystore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A real PostgreSQL, started when a test first asks and stopped with the tests' process. */
final class PostgresForTests {
    private static final Map<Path, String> SCHEMAS = new ConcurrentHashMap<>();

    private PostgresForTests() {}

    /** A schema of its own for each directory. */
    static StoreLocation database(Path directory) {
        return new StoreLocation.PostgresServer(
                url(directory), Optional.of("postgres"), Optional.empty());
    }

    static String url(Path directory) {
        String schema =
                SCHEMAS.computeIfAbsent(directory, unknown -> newSchema("s" + SCHEMAS.size()));
        return Server.RUNNING.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
    }

    private static String newSchema(String name) {
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + name);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does what the server would do by itself in the next minutes. */
    static void settle(Path directory) {
        try (Connection connection = DriverManager.getConnection(url(directory));
                var statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
            statement.execute("CHECKPOINT");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                // its default for tests is not durable, which a store refuses
                return EmbeddedPostgres.builder()
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
