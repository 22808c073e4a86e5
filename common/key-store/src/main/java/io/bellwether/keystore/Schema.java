package io.bellwether.keystore;

import com.zaxxer.hikari.HikariConfig;

import io.bellwether.keystore.DatabaseEngine.Access;

import org.flywaydb.core.Flyway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import javax.sql.DataSource;

/**
 * The tables of a store. Flyway makes them and brings them up to date; to find that there is
 * nothing to do would take it a tenth of the time that a daemon takes to start, so its record is
 * read first, and it is loaded only if the record is not exactly what this program's scripts leave.
 */
final class Schema {
    private static final String RECORD =
            "SELECT version, checksum, success FROM flyway_schema_history ORDER BY installed_rank";

    private Schema() {}

    /** One line of Flyway's record. */
    private record Applied(String version, int checksum, boolean succeeded) {}

    /**
     * @throws org.flywaydb.core.api.FlywayException if the tables are another program's, newer, or
     *     cannot be changed
     */
    static void bringUpToDate(DatabaseEngine engine, DataSource readers) {
        if (!isCurrent(engine, readers)) {
            migrate(engine);
        }
    }

    /** Whether every script has been applied as it is now, and nothing else. */
    static boolean isCurrent(DatabaseEngine engine, DataSource readers) {
        try (Connection connection = readers.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(RECORD)) {
            List<Applied> applied = new ArrayList<>();
            while (rows.next()) {
                applied.add(new Applied(rows.getString(1), rows.getInt(2), rows.getBoolean(3)));
            }
            return applied.equals(
                    engine.scripts().stream().map(script -> expected(engine, script)).toList());
        } catch (SQLException noRecord) {
            // Flyway says better what is wrong, or makes what is missing
            return false;
        }
    }

    private static Applied expected(DatabaseEngine engine, String script) {
        String version = script.substring(1, script.indexOf("__"));
        String name = "/" + engine.folder() + "/" + script;
        try (InputStream content = Schema.class.getResourceAsStream(name)) {
            return new Applied(version, checksum(content), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Flyway has it: CRC-32 of the lines in UTF-8, without what ends them. */
    private static int checksum(InputStream content) throws IOException {
        CRC32 checksum = new CRC32();
        var lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            checksum.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return (int) checksum.getValue();
    }

    private static void migrate(DatabaseEngine engine) {
        HikariConfig connections = engine.connections(Access.WRITE);
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(
                        connections.getJdbcUrl(),
                        connections.getUsername(),
                        connections.getPassword())
                .locations("classpath:" + engine.folder())
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
