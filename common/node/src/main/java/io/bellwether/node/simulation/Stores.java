package io.bellwether.node.simulation;

import io.bellwether.foundation.End;
import io.bellwether.keystore.KeyStore;
import io.bellwether.keystore.MasterKey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The key stores of both ends, the real ones on SQLite. They stay open over many histories, because
 * opening one takes longer than a history; in between they are emptied.
 */
final class Stores implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final List<String> TABLES = List.of("page", "key_range", "block");

    private final Path folder;
    private final Map<End, KeyStore> stores = new EnumMap<>(End.class);
    private final Map<End, Connection> beside = new EnumMap<>(End.class);

    Stores() throws IOException, SQLException {
        folder =
                Files.isWritable(SHARED_MEMORY)
                        ? Files.createTempDirectory(SHARED_MEMORY, "bellwether-simulation")
                        : Files.createTempDirectory("bellwether-simulation");
        try (MasterKey master = MasterKey.create(folder.resolve("master.key"))) {
            for (End end : End.values()) {
                Path database = folder.resolve(end + ".db");
                stores.put(end, KeyStore.open(database, master, end));
                beside.put(end, DriverManager.getConnection("jdbc:sqlite:" + database));
            }
        }
    }

    /** Empty stores of both ends. */
    Map<End, KeyStore> emptied() throws SQLException {
        for (Connection connection : beside.values()) {
            try (Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                for (String table : TABLES) {
                    statement.executeUpdate("DELETE FROM " + table);
                }
                connection.commit();
            }
        }
        return stores;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : beside.values()) {
            connection.close();
        }
        stores.values().forEach(KeyStore::close);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
