package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

class DatabaseTest {
    /** PRAGMA synchronous: OFF 0, NORMAL 1, FULL 2 (sqlite.org/pragma.html). */
    private static final String FULL = "2";

    /** More than the log grows to before it is copied, less than two logs. */
    private static final int FILE_LIMIT_KIBIBYTES = 24 * 1024;

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

    @Test
    @DisplayName(
            "a database that finds no room to tidy up while it closes says so in its own words")
    void noRoomToClose(@TempDir Path directory) throws IOException, InterruptedException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process process =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "ulimit -f %d; exec \"$@\"".formatted(FILE_LIMIT_KIBIBYTES),
                                "bash",
                                java,
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FullDiskProcess.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var output = process.inputReader()) {
            assertThat(output.readAllAsString()).contains("KeyStoreException key database: ");
        }
        assertThat(process.waitFor()).isZero();
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
