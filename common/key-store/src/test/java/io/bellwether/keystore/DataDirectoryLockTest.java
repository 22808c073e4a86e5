package io.bellwether.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class DataDirectoryLockTest {
    @TempDir Path directory;

    @Test
    @DisplayName("a data directory is locked once, and the refusal names it and the holder")
    void lock() {
        Path data = directory.resolve("data");
        try (DataDirectoryLock held = DataDirectoryLock.acquire(data)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> DataDirectoryLock.acquire(data))
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataDirectoryLock.acquire(data).close();
    }

    @Test
    @DisplayName("another process that holds the data directory is named by its id")
    void lockOfAnotherProcess() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(LockHolder.class.getName(), data.toString()));
        Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = holder.inputReader()) {
            assertThat(output.readLine()).isEqualTo("locked");
            assertThatThrownBy(() -> DataDirectoryLock.acquire(data))
                    .isInstanceOf(KeyStoreException.class)
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        DataDirectoryLock.acquire(data).close();
    }
}
