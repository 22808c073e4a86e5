package io.bellwether.node.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A daemon in a process of its own, which can die and be started again. */
final class Daemon {
    private final String role;
    private final Path configuration;
    private final Path log;
    private Process process;

    /**
     * @param role alice or bob
     * @param log takes what the daemon says
     */
    Daemon(String role, Path configuration, Path log) {
        this.role = role;
        this.configuration = configuration;
        this.log = log;
    }

    Path configuration() {
        return configuration;
    }

    /**
     * Starts it, also after it was killed. Its words go through this process, so that it can still
     * say something when it can write nothing.
     */
    void start() throws IOException {
        var builder =
                new ProcessBuilder(
                                System.getProperty("bellwether.launcher"),
                                role,
                                configuration.toString())
                        .redirectErrorStream(true);
        // This process runs on a Java that is new enough; there is no need to ask it every time.
        ProcessHandle.current()
                .info()
                .command()
                .ifPresent(java -> builder.environment().put("BELLWETHER_JAVA_CHECKED", java));
        Process started = builder.start();
        Thread.ofVirtual().start(() -> keepWords(started));
        // Not left behind when this process is killed.
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        process = started;
    }

    private void keepWords(Process speaker) {
        try (InputStream words = speaker.getInputStream();
                OutputStream kept =
                        Files.newOutputStream(
                                log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            words.transferTo(kept);
        } catch (IOException ended) {
            // The process was killed, or the folder is being deleted: there is no more to keep.
        }
    }

    /** What it has said since it was first started. */
    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and the exit code if it ends in time. */
    OptionalInt stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(40, TimeUnit.SECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    long processId() {
        return process.pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it, one way or the other. */
    void end() {
        if (!isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
