package io.bellwether.node.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Histories of many seeds, in several {@linkplain SimulationWorker processes}. */
public final class Simulation {
    private final String planted;

    private Simulation(String planted) {
        this.planted = planted;
    }

    /** The nodes as they are. */
    public static Simulation ofTheNodes() {
        return new Simulation("none");
    }

    /** The nodes with a bug. */
    public static Simulation with(PlantedBug bug) {
        return new Simulation(bug.id());
    }

    /**
     * What came of a range of seeds.
     *
     * @param seeds histories that were run
     * @param violations how many of them broke an invariant
     * @param firstFailing the lowest seed that did
     * @param seedsUntilFound the place of that seed in the range, counted from 1; 0 if there is
     *     none
     */
    public record Summary(
            long seeds,
            long violations,
            Optional<SeedReport> firstFailing,
            long seedsUntilFound,
            long steps,
            long kills,
            long keys,
            long blocks) {}

    /** One history that broke an invariant. */
    public record SeedReport(long seed, String violation) {}

    /**
     * Runs seeds.
     *
     * @param processes how many at a time
     * @param stopAtFirst whether the first violation ends the run
     * @param progress hears how many histories have been run
     * @throws IllegalStateException if a worker fails
     */
    public Summary run(
            long firstSeed, long seeds, int processes, boolean stopAtFirst, LongConsumer progress) {
        List<SeedResult> results = new ArrayList<>();
        var stopped = new AtomicBoolean();
        int workers = (int) Math.min(processes, seeds);
        try (ExecutorService readers = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                long first = firstSeed + i;
                long count = (seeds - i + workers - 1) / workers;
                running.add(
                        readers.submit(() ->
                                work(
                                        first,
                                        workers,
                                        count,
                                        "result",
                                        stopped,
                                        line ->
                                                SimulationWorker.parse(line)
                                                        .ifPresent(result -> {
                                                            progress.accept(add(results, result));
                                                            stopped.compareAndSet(
                                                                    false,
                                                                    stopAtFirst && result.failed());
                                                        }))));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the simulation was interrupted", e);
        }
        return summary(firstSeed, results);
    }

    private static long add(List<SeedResult> results, SeedResult result) {
        synchronized (results) {
            results.add(result);
            return results.size();
        }
    }

    private static Summary summary(long firstSeed, List<SeedResult> results) {
        List<SeedResult> failed = results.stream().filter(SeedResult::failed).toList();
        Optional<SeedReport> first =
                failed.stream()
                        .min(Comparator.comparingLong(SeedResult::seed))
                        .map(result -> new SeedReport(result.seed(), result.violation()));
        return new Summary(
                results.size(),
                failed.size(),
                first,
                first.map(report -> report.seed() - firstSeed + 1).orElse(0L),
                results.stream().mapToLong(SeedResult::steps).sum(),
                results.stream().mapToLong(SeedResult::kills).sum(),
                results.stream().mapToLong(SeedResult::keys).sum(),
                results.stream().mapToLong(SeedResult::blocks).sum());
    }

    /**
     * Runs one seed again and tells what happens in it.
     *
     * @return the violation, if there is one
     */
    public Optional<String> replay(long seed, Consumer<String> journal) {
        List<SeedResult> results = new ArrayList<>();
        work(
                seed,
                1,
                1,
                "story",
                new AtomicBoolean(),
                line -> {
                    if (line.startsWith("S ")) {
                        journal.accept(line.substring(2));
                    }
                    SimulationWorker.parse(line).ifPresent(results::add);
                });
        return Optional.of(results.getFirst().violation()).filter(text -> !text.isEmpty());
    }

    /** Starts a worker and hears it out. */
    private void work(
            long first,
            long stride,
            long count,
            String kind,
            AtomicBoolean stopped,
            Consumer<String> lines) {
        String last = "";
        try {
            Process worker =
                    command(
                                    planted,
                                    String.valueOf(first),
                                    String.valueOf(stride),
                                    String.valueOf(count),
                                    kind)
                            .start();
            try (BufferedReader output = worker.inputReader()) {
                for (String line = output.readLine();
                        line != null && !stopped.get();
                        line = output.readLine()) {
                    lines.accept(line);
                    last = line;
                }
            } finally {
                if (stopped.get()) {
                    worker.destroy();
                }
            }
            if (worker.waitFor() != 0 && !stopped.get()) {
                throw new IllegalStateException(
                        "a simulating process ended with exit code %d: %s"
                                .formatted(worker.exitValue(), last));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a simulating process does not start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the simulation was interrupted", e);
        }
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        // as the daemons have it; a warning of the JDK comes with it
                        "--add-modules=jdk.incubator.vector",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx400m",
                        "-Dbellwether.log=OFF",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulationWorker.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}
