package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class DatabaseTest {
    /** PRAGMA synchronous: OFF 0, NORMAL 1, FULL 2 (sqlite.org/pragma.html). */
    private static final String FULL = "2";

    @Test
    @DisplayName(
            "a commit is forced to disk, what is deleted is overwritten, references are checked")
    void pragmas(@TempDir Path directory) {
        try (Database database = Database.open(Engine.SQLITE.location(directory))) {
            assertThat(write(database, "journal_mode")).isEqualTo("wal");
            assertThat(write(database, "synchronous")).isEqualTo(FULL);
            assertThat(write(database, "secure_delete")).isEqualTo("1");
            assertThat(write(database, "foreign_keys")).isEqualTo("1");
            assertThat(read(database, "journal_mode")).isEqualTo("wal");
        }
    }

    private static String write(Database database, String pragma) {
        return database.write(handle -> pragma(handle, pragma));
    }

    private static String read(Database database, String pragma) {
        return database.read(handle -> pragma(handle, pragma));
    }

    private static String pragma(Handle handle, String name) {
        return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    }
}
