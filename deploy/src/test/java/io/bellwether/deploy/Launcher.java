package io.bellwether.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The assembled application's launcher, as a user calls it. */
final class Launcher {
    private static final Path SCRIPT =
            Path.of(System.getProperty("bellwether.application"), "bin", "bellwether");

    // The suites start a hundred daemons.
    static {
        try {
            Result made = run("start-cache");
            if (made.exitCode() != 0) {
                throw new IllegalStateException("start-cache: " + made.errors());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("start-cache: interrupted", e);
        }
    }

    private Launcher() {}

    record Result(int exitCode, String output, String errors) {}

    /** Runs a command to its end, which comes within five minutes. */
    static Result run(String... arguments) throws IOException, InterruptedException {
        return runFor(5, arguments);
    }

    /** Runs a command to its end, which comes within so many minutes. */
    static Result runFor(int minutes, String... arguments)
            throws IOException, InterruptedException {
        return runFor(minutes, Map.of(), arguments);
    }

    /** The same as {@link #run} with more in its environment. */
    static Result runWith(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return runFor(5, environment, arguments);
    }

    private static Result runFor(int minutes, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("bellwether", ".out");
        Path errors = Files.createTempFile("bellwether", ".err");
        try {
            ProcessBuilder builder =
                    command(
                            output.toFile(),
                            ProcessBuilder.Redirect.to(errors.toFile()),
                            arguments);
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "no end after %d minutes: ".formatted(minutes) + Files.readString(errors));
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** Starts a command that goes on; its output and errors go to one file. */
    static Process startLogging(Path log, String... arguments) throws IOException {
        return command(log.toFile(), null, arguments).start();
    }

    /** The same with our own log at its most talkative. */
    static Process startTracing(Path log, String... arguments) throws IOException {
        ProcessBuilder builder = command(log.toFile(), null, arguments);
        builder.environment().put("BELLWETHER_LOG", "TRACE");
        return builder.start();
    }

    private static ProcessBuilder command(
            File output, ProcessBuilder.Redirect errors, String... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
        if (errors == null) {
            builder.redirectErrorStream(true);
        } else {
            builder.redirectError(errors);
        }
        return builder;
    }
}
