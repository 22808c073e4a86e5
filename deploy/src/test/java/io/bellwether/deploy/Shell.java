package io.bellwether.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A shell with the assembled application on its path, in which commands are run as typed. */
final class Shell {
    /** In seconds; kills what has not ended. */
    private static final String LIMIT = "300";

    private final Path folder;
    private final List<String> path = new ArrayList<>();

    Shell(Path folder) {
        this.folder = folder;
        path.add(Path.of(System.getProperty("bellwether.application"), "bin").toString());
    }

    /** Looks for programs there first. */
    void putFirst(Path bin) {
        path.addFirst(bin.toString());
    }

    record Result(int exitCode, String output) {}

    /** Runs a command to its end, with an end of file to read, and keeps what it says in memory. */
    Result run(String command) throws IOException, InterruptedException {
        return run(command, "");
    }

    Result run(String command, String input) throws IOException, InterruptedException {
        Process process =
                builder("timeout", LIMIT, "sh", "-c", command).redirectErrorStream(true).start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    /** Starts a command that goes on; what it says goes to a file. */
    Process start(String command, Path log) throws IOException {
        return builder("sh", "-c", "exec " + command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .merge("PATH", String.join(":", path), (before, first) -> first + ":" + before);
        return builder;
    }

    /** Ends a command and what it started. */
    static void stop(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }
}
