package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.simulation.PlantedBug;
import io.bellwether.node.simulation.Simulation;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** {@code bellwether simulate}: both nodes as one deterministic program, seed after seed. */
@Command(
        name = "simulate",
        description = {
            "Runs both nodes' code in a simulated world that crashes, and asserts that nothing is"
                    + " lost or used twice.",
            "Disks, network and clock are simulated, with crashes, lost and torn writes, cuts,"
                    + " partitions and an adversary; what must hold is asserted after every step."
                    + " One seed is one history, and replays it.",
            ""
        },
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:every invariant held, or every planted bug was found",
            "70:an invariant was broken, or a planted bug was not found"
        },
        footer = {
            "",
            "Examples:",
            "  bellwether simulate --seeds 1000000 --json",
            "  bellwether simulate --replay 4711",
            "  bellwether simulate --plant all --seeds 5000"
        })
public final class SimulateCommand implements Callable<Integer> {
    private static final long MAX_SEEDS = 1_000_000_000_000L;
    private static final long PROGRESS_EVERY = 1000;

    @Spec private CommandSpec spec;

    @Option(names = "--seeds", description = "how many seeds (default: ${DEFAULT-VALUE})")
    private long seeds = 10_000;

    @Option(names = "--first-seed", description = "the first of them (default: ${DEFAULT-VALUE})")
    private long firstSeed = 1;

    @Option(names = "--threads", description = "seeds at a time (default: one for each processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--plant",
            paramLabel = "BUG",
            description =
                    "plant a known bug and stop when it is found; all for one after the other")
    private String plant;

    @Option(names = "--list-bugs", description = "say which bugs can be planted")
    private boolean listBugs;

    @Option(
            names = "--replay",
            paramLabel = "SEED",
            description = "tell what happens in one history")
    private Long replay;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        requireRange("--seeds", seeds, MAX_SEEDS);
        requireRange("--threads", threads, 1024);
        if (listBugs) {
            return list();
        }
        if ("all".equals(plant)) {
            return replay == null ? plantAll() : tellAll();
        }
        Optional<PlantedBug> bug = Optional.ofNullable(plant).map(this::bug);
        return replay == null ? simulate(bug) : tell(bug);
    }

    private void requireRange(String option, long value, long limit) {
        if (value < 1 || value > limit) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %d; limit 1 to %d".formatted(option, value, limit));
        }
    }

    private PlantedBug bug(String id) {
        return PlantedBug.of(id)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "--plant: no bug %s; --list-bugs shows them".formatted(id)));
    }

    private int list() {
        var answer = new Answer();
        for (PlantedBug bug : PlantedBug.values()) {
            answer.put(bug.id(), bug.description());
        }
        answer.print(out(), json);
        return CommandLine.ExitCode.OK;
    }

    private int simulate(Optional<PlantedBug> bug) {
        Simulation.Summary summary =
                simulation(bug).run(firstSeed, seeds, threads, bug.isPresent(), progress());
        var answer = new Answer();
        bug.ifPresent(planted -> answer.put("planted", planted.id()));
        put(answer, summary);
        answer.print(out(), json);
        boolean good = bug.isPresent() == (summary.violations() > 0);
        return good ? CommandLine.ExitCode.OK : ExitCode.FAILED.code();
    }

    private int plantAll() {
        var found = new Answer();
        long missed = 0;
        for (PlantedBug bug : List.of(PlantedBug.values())) {
            Simulation.Summary summary =
                    Simulation.with(bug).run(firstSeed, seeds, threads, true, count -> {});
            found.put(bug.id(), summary.seedsUntilFound());
            missed += summary.violations() == 0 ? 1 : 0;
            if (!json) {
                out().println(
                                "%s: %s"
                                        .formatted(
                                                bug.id(),
                                                summary.violations() == 0
                                                        ? "not found in " + seeds + " seeds"
                                                        : "found after %d seeds"
                                                                .formatted(
                                                                        summary
                                                                                .seedsUntilFound())));
                out().flush();
            }
        }
        var answer =
                new Answer()
                        .put("planted", PlantedBug.values().length)
                        .put("found", PlantedBug.values().length - missed)
                        .put("seedsUntilFound", found);
        if (json) {
            answer.print(out(), true);
        }
        return missed == 0 ? CommandLine.ExitCode.OK : ExitCode.FAILED.code();
    }

    private int tell(Optional<PlantedBug> bug) {
        List<String> story = new ArrayList<>();
        Consumer<String> teller = json ? story::add : event -> out().println(event);
        Optional<String> violation = simulation(bug).replay(replay, teller);
        if (json) {
            var answer = new Answer().put("seed", replay);
            bug.ifPresent(planted -> answer.put("planted", planted.id()));
            answer.put("events", story)
                    .put("violation", violation.<Object>map(v -> v).orElse(Answer.Nothing.NONE))
                    .print(out(), true);
        } else {
            out().println(violation.map(text -> "VIOLATED: " + text).orElse("no violation"));
            out().flush();
        }
        return violation.isEmpty() ? CommandLine.ExitCode.OK : ExitCode.FAILED.code();
    }

    /** One history with every bug planted in turn: which of them break it. */
    private int tellAll() {
        var answer = new Answer().put("seed", replay);
        for (PlantedBug bug : PlantedBug.values()) {
            Optional<String> violation = Simulation.with(bug).replay(replay, event -> {});
            answer.put(bug.id(), violation.<Object>map(v -> v).orElse(Answer.Nothing.NONE));
        }
        answer.print(out(), json);
        return CommandLine.ExitCode.OK;
    }

    private static Simulation simulation(Optional<PlantedBug> bug) {
        return bug.map(Simulation::with).orElseGet(Simulation::ofTheNodes);
    }

    private static void put(Answer answer, Simulation.Summary summary) {
        answer.put("seeds", summary.seeds())
                .put("violations", summary.violations())
                .put(
                        "firstFailingSeed",
                        summary.firstFailing()
                                .<Object>map(Simulation.SeedReport::seed)
                                .orElse(Answer.Nothing.NONE));
        summary.firstFailing().ifPresent(report -> answer.put("violation", report.violation()));
        answer.put("steps", summary.steps())
                .put("kills", summary.kills())
                .put("acceptedBlocks", summary.blocks())
                .put("deliveredKeys", summary.keys());
    }

    /** A line now and then on standard error, for whoever waits. */
    private LongConsumer progress() {
        PrintWriter errors = spec.commandLine().getErr();
        return done -> {
            if (done % PROGRESS_EVERY == 0) {
                errors.println("%d of %d seeds".formatted(done, seeds));
                errors.flush();
            }
        };
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
