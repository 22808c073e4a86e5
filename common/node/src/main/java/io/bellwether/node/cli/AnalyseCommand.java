package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.bellwether.bell.OutcomeRelabelling;
import io.bellwether.device.BoxException;
import io.bellwether.foundation.End;
import io.bellwether.node.ExitCode;
import io.bellwether.node.analysis.Analysis;
import io.bellwether.node.analysis.PairedRecords;
import io.bellwether.node.analysis.PublishedCounts;
import io.bellwether.node.analysis.RecordConversion;
import io.bellwether.node.plots.RunningScorePlot;
import io.bellwether.node.status.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code bellwether analyse}: what a record of a Bell test says. */
@Command(
        name = "analyse",
        mixinStandardHelpOptions = true,
        description = {
            "Scores a Bell test, from its records or its published counts.",
            "Prints S with its standard error, the win ratio, the QBER, a no-signalling test and"
                    + " the probability that local devices score as well (p-value).",
            "",
            "The p-values hold for devices with memory; they need settings that are fresh in every"
                    + " round, and the first needs a number of rounds that was fixed before the"
                    + " run. No key length depends on them.",
            ""
        },
        footer = {
            "",
            "FILE... is one of",
            "  DIR                      a folder with alice.csv and bob.csv, or alice.bellrec and"
                    + " bob.bellrec",
            "  ALICE BOB                two records of one run, text or binary",
            "  COUNTS.csv               published counts (n_equal_outcomes,...) or correlators"
                    + " (E00,...); several are allowed",
            "",
            "Examples:",
            "  bellwether analyse deploy/examples/delft2015 --plot running-s.svg",
            "  bellwether analyse deploy/examples/delft2015/published-counts.csv --json",
            "  bellwether analyse alice.csv bob.csv --to-binary records/"
        })
final class AnalyseCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "see below")
    private List<Path> files;

    @Option(
            names = "--loss-outcome",
            defaultValue = "0",
            description = "what \"no click\" counts as, 0 or 1 (default: ${DEFAULT-VALUE})")
    private int lossOutcome;

    @Option(
            names = "--invert",
            paramLabel = "SETTING",
            description =
                    "invert the outcomes at a0, a1, b0 or b1 before scoring; may be repeated. To"
                            + " be chosen before the run, not after it")
    private List<String> inverted = List.of();

    @Option(
            names = "--setting-bias",
            defaultValue = "0",
            description =
                    "how far from 1/2 a setting bit can be predicted, in [0, 0.5) (default:"
                            + " ${DEFAULT-VALUE})")
    private double settingBias;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "draw S over the rounds; .svg or .png")
    private Path plot;

    @Option(
            names = "--to-binary",
            paramLabel = "DIR",
            description = "write both records as DIR/alice.bellrec and DIR/bob.bellrec as well")
    private Path binary;

    @Option(names = "--json", description = "print one JSON array, an object per run")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (lossOutcome != 0 && lossOutcome != 1) {
            throw new Refused(ExitCode.USAGE, "--loss-outcome: %d; 0 or 1".formatted(lossOutcome));
        }
        if (!(settingBias >= 0 && settingBias < 0.5)) {
            throw new Refused(
                    ExitCode.USAGE, "--setting-bias: %s; in [0, 0.5)".formatted(settingBias));
        }
        try {
            List<Analysis> analyses = analyses();
            if (plot != null) {
                RunningScorePlot.write(analyses.getFirst(), plot);
            }
            print(analyses);
            return ExitCode.OK.code();
        } catch (BoxException | IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage());
        } catch (java.nio.file.NoSuchFileException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage() + ": no such file");
        }
    }

    private List<Analysis> analyses() throws IOException, BoxException {
        List<Analysis> analyses = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            if (Files.isDirectory(file)) {
                analyses.add(records(inFolder(file, End.ALICE), inFolder(file, End.BOB)));
            } else if (PublishedCounts.isAt(file)) {
                analyses.addAll(PublishedCounts.read(file));
            } else if (i + 1 < files.size()) {
                analyses.add(records(file, files.get(i + 1)));
                i++;
            } else {
                throw new Refused(
                        ExitCode.USAGE,
                        "%s: one side's record; the other side's has to follow".formatted(file));
            }
        }
        return analyses;
    }

    private static Path inFolder(Path folder, End end) {
        String name = end.name().toLowerCase(Locale.ROOT);
        Path compact = folder.resolve(name + ".bellrec");
        return Files.exists(compact) ? compact : folder.resolve(name + ".csv");
    }

    private Analysis records(Path alice, Path bob) throws IOException, BoxException {
        if (binary != null) {
            Files.createDirectories(binary);
            RecordConversion.toBinary(alice, binary.resolve("alice.bellrec"), End.ALICE);
            RecordConversion.toBinary(bob, binary.resolve("bob.bellrec"), End.BOB);
        }
        PrintWriter progress = spec.commandLine().getErr();
        return PairedRecords.read(
                alice,
                bob,
                relabelling(),
                lossOutcome,
                rounds -> {
                    if (System.console() != null) {
                        progress.printf(Locale.ROOT, "\r%,d rounds", rounds);
                        progress.flush();
                    }
                });
    }

    private OutcomeRelabelling relabelling() {
        for (String setting : inverted) {
            if (!List.of("a0", "a1", "b0", "b1").contains(setting)) {
                throw new Refused(
                        ExitCode.USAGE, "--invert: %s; a0, a1, b0 or b1".formatted(setting));
            }
        }
        return new OutcomeRelabelling(
                inverted.contains("a0"),
                inverted.contains("a1"),
                inverted.contains("b0"),
                inverted.contains("b1"));
    }

    private void print(List<Analysis> analyses) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode runs = Json.MAPPER.createArrayNode();
            analyses.forEach(analysis -> runs.add(AnalysisReport.json(analysis, settingBias)));
            out.println(runs);
        } else {
            analyses.forEach(analysis -> AnalysisReport.print(out, analysis, settingBias));
        }
        out.flush();
    }
}
