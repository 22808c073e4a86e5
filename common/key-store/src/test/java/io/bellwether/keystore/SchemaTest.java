package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

class SchemaTest {
    @TempDir Path directory;

    @ParameterizedTest
    @EnumSource(Engine.class)
    @DisplayName(
            "tables that this program made are taken as they are; any other record goes to Flyway,"
                    + " which refuses what it does not know")
    void record(Engine kind) {
        DatabaseEngine engine = DatabaseEngine.of(kind.location(directory));
        DataSource readers = dataSource(engine);
        assertThat(Schema.isCurrent(engine, readers)).as("nothing is there yet").isFalse();
        Database.open(kind.location(directory)).close();
        assertThat(Schema.isCurrent(engine, readers)).isTrue();

        Jdbi database = Jdbi.create(readers);
        database.useHandle(open ->
                open.execute(
                        "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE"
                                + " version = '1'"));
        assertThat(Schema.isCurrent(engine, readers)).isFalse();
        assertThatThrownBy(() -> Database.open(kind.location(directory)).close())
                .isInstanceOf(KeyStoreException.class)
                .hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    @DisplayName("every script in an engine's folder is listed, in order")
    void scripts(Engine kind) throws IOException, URISyntaxException {
        DatabaseEngine engine = DatabaseEngine.of(kind.location(directory));
        URI folder = Schema.class.getResource("/" + engine.folder()).toURI();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(engine.scripts()).containsExactlyElementsOf(names);
        }
    }

    private static DataSource dataSource(DatabaseEngine engine) {
        var config = engine.connections(DatabaseEngine.Access.READ);
        config.setMaximumPoolSize(1);
        return new com.zaxxer.hikari.HikariDataSource(config);
    }
}
