package io.bellwether.node.simulation;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A process that runs histories, one after the other on one thread: two in one virtual machine
 * would meet in the locks of its libraries, and a seed would no longer decide alone.
 */
public final class SimulationWorker {
    private SimulationWorker() {}

    /**
     * Runs the seeds {@code first}, {@code first + stride} and so on, {@code count} of them, and
     * prints a line for each; or tells the story of the first.
     *
     * @param arguments name of a planted bug or {@code none}, first, stride, count, {@code story}
     *     or {@code result}
     */
    public static void main(String[] arguments) throws Exception {
        List<CallRule> planted =
                PlantedBug.of(arguments[0]).map(PlantedBug::rules).orElse(List.of());
        long first = Long.parseLong(arguments[1]);
        long stride = Long.parseLong(arguments[2]);
        long count = Long.parseLong(arguments[3]);
        Consumer<String> journal =
                arguments[4].equals("story") ? event -> System.out.println("S " + event) : null;
        var loader = new InstrumentedLoader(SimulationWorker.class.getClassLoader(), planted);
        Object runner =
                loader.loadClass(SeedRunner.class.getName()).getDeclaredConstructor().newInstance();
        for (long i = 0; i < count; i++) {
            print(run(runner, first + i * stride, journal), System.out);
        }
        ((Runnable) runner).run();
    }

    /** The runner is another loader's, so it is known by the JDK's types only. */
    @SuppressWarnings("unchecked")
    private static SeedResult run(Object runner, long seed, Consumer<String> journal) {
        var function = (BiFunction<Long, Consumer<String>, Object[]>) runner;
        return SeedResult.of(function.apply(seed, journal));
    }

    private static void print(SeedResult result, PrintStream out) {
        out.printf(
                "R %d %d %d %d %d %s%n",
                result.seed(),
                result.steps(),
                result.kills(),
                result.keys(),
                result.blocks(),
                Base64.getEncoder()
                        .encodeToString(result.violation().getBytes(StandardCharsets.UTF_8)));
        out.flush();
    }

    /** What a line that a worker printed says of a seed, if it does. */
    static Optional<SeedResult> parse(String line) {
        if (!line.startsWith("R ")) {
            return Optional.empty();
        }
        String[] fields = line.split(" ", -1);
        return Optional.of(
                new SeedResult(
                        Long.parseLong(fields[1]),
                        new String(Base64.getDecoder().decode(fields[6]), StandardCharsets.UTF_8),
                        Integer.parseInt(fields[2]),
                        Integer.parseInt(fields[3]),
                        Integer.parseInt(fields[4]),
                        Integer.parseInt(fields[5])));
    }
}
