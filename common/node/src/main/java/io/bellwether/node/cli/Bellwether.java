package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.Version;
import io.bellwether.node.config.FileTrouble;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The command line, but for the two daemons, which have jars of their own. */
@Command(
        name = "bellwether",
        versionProvider = Bellwether.VersionOfJar.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            QuickstartCommand.class,
            InitCommand.class,
            BoxCommand.class,
            AnalyseCommand.class,
            StatusCommand.class,
            DashboardCommand.class,
            AttackCommand.class,
            SweepCommand.class,
            PoolCommand.class,
            AuditCommand.class,
            AuditLogCommand.class,
            StoreCommand.class,
            SaeCommand.class,
            CrashCommand.class,
            RateCommand.class,
            PlanCommand.class,
            BoundsCommand.class,
            BenchCommand.class,
            SimulateCommand.class,
            StreamCommand.class,
        },
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Device-independent quantum key distribution: a pair of daemons, Alice and Bob, that"
                + " turn a Bell test into secret keys and hand them to applications through ETSI GS"
                + " QKD 014.",
            ""
        },
        footer = {
            "",
            "The daemons:",
            "  alice CONFIGURATION.yml   Alice's daemon: dials Bob, chooses the blocks.",
            "  bob CONFIGURATION.yml     Bob's daemon: serves the link.",
            "",
            "First steps:",
            "  bellwether quickstart              see two daemons make a key on this machine",
            "  bellwether init DIR                certificates, pool, configurations of a pair",
            "  bellwether box                     a simulated entangled source for them",
            "  bellwether alice DIR/alice/bellwether.yml",
            "  bellwether bob DIR/bob/bellwether.yml",
            "  bellwether status DIR/alice/bellwether.yml",
            "",
            "bellwether COMMAND --help says more, with examples."
        })
public final class Bellwether implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    static final class VersionOfJar implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"bellwether " + Version.current()};
        }
    }

    /** The command line with our exit codes. */
    static CommandLine commandLine() {
        CommandLine commands = new CommandLine(new Bellwether());
        commands.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println("bellwether: " + message(failure));
            return failure instanceof Refused refused
                    ? refused.exitCode().code()
                    : ExitCode.FAILED.code();
        });
        commands.setParameterExceptionHandler(Bellwether::explain);
        setUsageExitCode(commands);
        HelpPages.complete(commands);
        return commands;
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case IOException e -> FileTrouble.withFile(e);
            case UncheckedIOException e -> FileTrouble.withFile(e.getCause());
            default -> failure.getMessage();
        };
    }

    /** What is wrong and where to read on: a whole help would push it off the screen. */
    private static int explain(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("bellwether: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println(line.getCommandSpec().qualifiedName() + " --help explains it");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static void setUsageExitCode(CommandLine line) {
        line.getCommandSpec().exitCodeOnInvalidInput(ExitCode.USAGE.code());
        line.getSubcommands().values().forEach(Bellwether::setUsageExitCode);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
