package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.crash.CrashReport;
import io.bellwether.node.crash.CrashRun;
import io.bellwether.node.loopback.TemporaryFolder;
import io.bellwether.node.status.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;

/** Kills real daemons, and looks whether a key was lost. */
@Command(
        name = "crash",
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:every key was found, the same, once; no pool bit was used twice; no daemon ended by"
                    + " itself",
            "70:one of these does not hold"
        },
        description = {
            "Starts a pair of daemons, kills them at random moments while applications ask for"
                    + " keys, and compares every key.",
            "The daemons are processes of their own, killed with kill -9; in between one is frozen"
                    + " (SIGSTOP), the connection cut, nothing let through in one direction, and"
                    + " Bob's disk filled. Then every key that either end handed out is fetched at"
                    + " the other and compared.",
            ""
        },
        footer = {
            "",
            "A line for each fault goes to standard error. About 4 seconds a kill on two cores.",
            "",
            "Examples:",
            "  bellwether crash --kills 20",
            "  bellwether crash --kills 500 --seed 4711 --json"
        })
final class CrashCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "500",
            description = "how many kills (default ${DEFAULT-VALUE})")
    private int kills;

    @Option(names = "--seed", description = "of the moments and the victims (default: random)")
    private Long seed;

    @Option(names = "--keep", description = "leave the folder with the daemons' logs where it is")
    private boolean keep;

    @Option(
            names = "--without-disk-full",
            description =
                    "go on where no small file system can be mounted (that takes root), and say so;"
                            + " otherwise that is an error")
    private boolean withoutDiskFull;

    @Option(names = "--json", description = "the report as one JSON object")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (kills < 1) {
            throw new Refused(ExitCode.USAGE, "--kills: %d; limit 1 or more".formatted(kills));
        }
        PrintWriter errors = spec.commandLine().getErr();
        long chosenSeed = seed == null ? new SecureRandom().nextLong() : seed;
        Path folder = Files.createTempDirectory("bellwether-crash");
        errors.println("seed %d, folder %s".formatted(chosenSeed, folder));
        CrashReport report;
        try {
            report =
                    CrashRun.run(
                            folder,
                            System.getProperty("bellwether.launcher"),
                            kills,
                            chosenSeed,
                            line -> {
                                errors.println(line);
                                errors.flush();
                            });
        } finally {
            if (!keep) {
                TemporaryFolder.delete(folder);
            }
        }
        print(report);
        boolean complete = withoutDiskFull || report.diskFull().equals("done");
        return (report.isClean() && complete ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private void print(CrashReport report) throws java.io.IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.MAPPER.writeValueAsString(report));
        } else {
            out.println(
                    "%s in %.0f s (seed %d)"
                            .formatted(report.faults(), report.seconds(), report.seed()));
            out.println("disk full: " + report.diskFull());
            out.println(
                    "%d keys handed out, %d of them fetched at the other end, the same"
                            .formatted(report.announced(), report.fetched()));
            out.println("violations: " + report.violations().size());
            report.violations().forEach(out::println);
        }
        out.flush();
    }
}
