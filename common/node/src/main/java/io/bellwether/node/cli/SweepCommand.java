package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.attack.AcceptanceSweep;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code bellwether sweep}: predicted against measured, for every protocol, box and adversary. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:every cell is as predicted",
            "70:a cell is off by more than five standard deviations"
        },
        description = {
            "Plays every protocol with every box and adversary that makes sense, and compares with"
                    + " what is predicted.",
            "Both nodes' session machines run in this process; predicted against measured key"
                    + " length and number of aborted blocks are printed, cell by cell.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bellwether sweep",
            "  bellwether sweep --blocks 20 --json",
            "  bellwether sweep --only chained"
        })
final class SweepCommand implements Callable<Integer> {
    private static final int MOST_BLOCKS = 10_000;

    private static final String HEAD =
            "%-18s %-18s %-22s %-23s %10s %10s %s"
                    .formatted(
                            "protocol",
                            "box",
                            "theorem",
                            "key bits predicted",
                            "measured",
                            "aborts",
                            "");

    @Spec private CommandSpec spec;

    @Option(names = "--blocks", description = "of each cell (default: ${DEFAULT-VALUE})")
    private int blocks = 3;

    @Option(names = "--seed", description = "of all that is drawn (default: ${DEFAULT-VALUE})")
    private long seed = 20_251_121;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "cells whose protocol or box has this in its name (default: all)")
    private String only = "";

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        if (blocks < 1 || blocks > MOST_BLOCKS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--blocks: %d; limit 1 to %d".formatted(blocks, MOST_BLOCKS));
        }
        var sweep = new AcceptanceSweep(blocks, seed);
        List<String> names = sweep.names();
        List<AcceptanceSweep.Row> rows = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        if (names.stream().noneMatch(name -> name.contains(only))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--only: %s; no cell is called so; there are %s"
                            .formatted(
                                    only,
                                    names.stream().distinct().collect(Collectors.joining("; "))));
        }
        if (!json) {
            out.println(HEAD);
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).contains(only)) {
                rows.add(sweep.play(i));
                if (!json) {
                    out.println(line(rows.getLast()));
                    out.flush();
                }
            }
        }
        if (json) {
            answer(rows).print(out, true);
        }
        boolean allHold = rows.stream().allMatch(AcceptanceSweep.Row::holds);
        return (allHold ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static String line(AcceptanceSweep.Row row) {
        return String.format(
                Locale.ROOT,
                "%-18s %-18s %-22s %,12d +- %,7d %,10d %5d of %d, predicted %.2f %s%s",
                row.protocol(),
                row.box(),
                row.theorem(),
                row.predictedKeyBits(),
                row.keyBitsError(),
                row.measuredKeyBits(),
                row.measuredAborts(),
                row.blocks(),
                row.predictedAborts(),
                row.holds() ? "" : "DIFFERS ",
                row.reason());
    }

    private static Answer answer(List<AcceptanceSweep.Row> rows) {
        return new Answer()
                .put("holds", rows.stream().allMatch(AcceptanceSweep.Row::holds))
                .put("cells", rows.stream().map(SweepCommand::cell).toList());
    }

    private static Answer cell(AcceptanceSweep.Row row) {
        return new Answer()
                .put("protocol", row.protocol())
                .put("box", row.box())
                .put("theorem", row.theorem())
                .put("blocks", row.blocks())
                .put("predictedKeyBits", row.predictedKeyBits())
                .put("keyBitsError", row.keyBitsError())
                .put("measuredKeyBits", row.measuredKeyBits())
                .put("predictedAborts", row.predictedAborts())
                .put("measuredAborts", row.measuredAborts())
                .put("reason", row.reason())
                .put("holds", row.holds());
    }
}
