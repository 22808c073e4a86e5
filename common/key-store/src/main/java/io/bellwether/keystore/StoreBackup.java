package io.bellwether.keystore;

import io.bellwether.foundation.End;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Copies a store into one file, and back: into a file or a PostgreSQL database, whichever it came
 * from. Key bits stay sealed under the master key, which is not in the copy.
 *
 * <p>A restored store hands nothing out before it has met its peer, which knows how far the store
 * had come. If a key was reserved or recorded after the backup, its keys have to be given up; if
 * not, only those are burnt that were waiting to be fetched when the backup was made.
 */
public final class StoreBackup {
    private static final int ROWS_AT_A_TIME = 500;

    /** In the order in which their references need them. */
    private static final List<String> TABLES =
            List.of("store_identity", "block", "page", "key_range", "store_progress");

    private StoreBackup() {}

    /**
     * Copies a store as it is at one moment; it may be in use.
     *
     * @param to a file that does not exist; it appears when it is complete, for its owner only
     * @return how many blocks are in the copy
     * @throws KeyStoreException if the file exists, or one of the two fails
     */
    public static long write(StoreLocation from, Path to) {
        if (Files.exists(to)) {
            throw new KeyStoreException("backup %s: exists already".formatted(to));
        }
        Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            long blocks;
            try (Database source = Database.open(from);
                    Database copy = Database.open(new StoreLocation.SqliteFile(unfinished))) {
                blocks = copy(source, copy);
            }
            Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
            return blocks;
        } catch (IOException e) {
            throw new KeyStoreException("backup %s: %s".formatted(to, e), e);
        }
    }

    /**
     * Makes a store out of a backup.
     *
     * @param to must not hold a store yet
     * @return how many blocks it has
     * @throws KeyStoreException if there is a store already, or the backup is of the other end
     */
    public static long restore(Path from, StoreLocation to, End localEnd) {
        if (!Files.isRegularFile(from)) {
            throw new KeyStoreException("backup %s: no such file".formatted(from));
        }
        try (Database backup = Database.open(new StoreLocation.SqliteFile(from));
                Database target = Database.open(to)) {
            End end =
                    backup.read(Identity::owner)
                            .orElseThrow(() ->
                                    new KeyStoreException(
                                            "backup %s: holds no store".formatted(from)));
            if (end != localEnd) {
                throw new KeyStoreException(
                        "backup %s: belongs to %s and cannot be restored for %s"
                                .formatted(from, end, localEnd));
            }
            if (target.read(Identity::owner).isPresent()) {
                throw new KeyStoreException(
                        "key database %s: holds a store; move it away first"
                                .formatted(target.name()));
            }
            return copy(backup, target);
        }
    }

    private static long copy(Database from, Database to) {
        return from.read(source ->
                to.write(target -> {
                    target.execute("DELETE FROM store_progress");
                    TABLES.forEach(table -> copy(source, target, table));
                    to.engine().countOnAfterCopy(target);
                    ProgressTable progress = new ProgressTable(target);
                    if (progress.suspension().isEmpty()) {
                        progress.suspend(Suspension.RESTORED);
                    }
                    return target.createQuery("SELECT count(*) FROM block").mapTo(Long.class).one();
                }));
    }

    private static void copy(Handle from, Handle to, String table) {
        from.createQuery("SELECT * FROM " + table)
                .setFetchSize(ROWS_AT_A_TIME)
                .scanResultSet((rows, context) -> {
                    try (ResultSet all = rows.get()) {
                        insert(all, to, table);
                    }
                    return table;
                });
    }

    private static void insert(ResultSet rows, Handle to, String table) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        String names =
                IntStream.rangeClosed(1, columns)
                        .mapToObj(i -> name(rows, i))
                        .collect(Collectors.joining(", "));
        String places = "?, ".repeat(columns - 1) + "?";
        PreparedBatch batch =
                to.prepareBatch("INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, places));
        while (rows.next()) {
            for (int i = 1; i <= columns; i++) {
                batch.bind(i - 1, rows.getObject(i));
            }
            batch.add();
            if (batch.size() == ROWS_AT_A_TIME) {
                batch.execute();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    private static String name(ResultSet rows, int column) {
        try {
            return rows.getMetaData().getColumnName(column);
        } catch (SQLException e) {
            throw new KeyStoreException("key database: " + e.getMessage(), e);
        }
    }
}
