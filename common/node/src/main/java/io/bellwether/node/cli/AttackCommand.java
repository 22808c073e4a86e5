package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.attack.Arena;
import io.bellwether.node.attack.Attack;
import io.bellwether.node.attack.AttackReport;
import io.bellwether.node.attack.Attacks;
import io.bellwether.node.loopback.TemporaryFolder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Runs adversaries against a pair of daemons. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        exitCodeList = {
            "0:every verdict is the expected one",
            "70:one is not, or something failed"
        },
        description = {
            "Runs an adversary against a pair of daemons on this machine and says who won.",
            "",
            "Malicious boxes, a hostile network, crashes: each has a known right answer, and the"
                    + " verdict is computed from what was seen. A few attacks are meant to win:"
                    + " they break an assumption that the security claim names, and show what it"
                    + " is worth. The daemons are real processes with a configuration, an"
                    + " authentication pool and keys of their own, made for the purpose and"
                    + " deleted afterwards.",
            ""
        },
        footer = {
            "",
            "Verdicts: aborted (no key), refused (not let in), stopped (the node ended itself),"
                    + " bounded (a key that the adversary cannot know), survived (both ends agree,"
                    + " nothing was used twice), delivered (a key, and there was no adversary),"
                    + " broken (the adversary won), stuck (the daemons did not recover).",
            "",
            "Examples:",
            "  bellwether attack --list                what there is, and the right answers",
            "  bellwether attack local                 a box without entanglement",
            "  bellwether attack delay cut kill        several, one after the other",
            "  bellwether attack all --json            the whole table, for scripts",
            "  bellwether attack local --honest-boxes  self-test: must fail, because nobody"
                    + " attacks"
        })
final class AttackCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "attacks of --list, or all")
    private List<String> names = List.of();

    @Option(
            names = "--list",
            description = "name, right answer and idea of every attack, or of those named")
    private boolean list;

    @Option(
            names = "--json",
            description =
                    "print an array of objects with name, verdict, expected and evidence (one"
                            + " object for a single attack, NAME); progress goes to standard"
                            + " error")
    private boolean json;

    @Option(
            names = "--seed",
            description =
                    "of everything the adversaries draw (default: random, shown); the daemons' own"
                            + " randomness has none")
    private Long seed;

    @Option(
            names = "--honest-boxes",
            description =
                    "play honest boxes under the names of the malicious ones: the verdicts must"
                            + " notice")
    private boolean honestBoxes;

    @Option(
            names = "--dir",
            description =
                    "where the daemons write; must be new or empty, and is kept (default: a"
                            + " temporary folder)")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        if (list) {
            (names.isEmpty() ? Attacks.all() : chosen()).forEach(this::describe);
            return ExitCode.OK.code();
        }
        List<Attack> attacks = chosen();
        PrintWriter progress = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        boolean temporary = folder == null;
        Path where = temporary ? Files.createTempDirectory("bellwether-attack-") : folder;
        long shownSeed = seed == null ? new SecureRandom().nextLong() : seed;
        progress.println("seed " + shownSeed);
        List<AttackReport> reports = new ArrayList<>();
        try (var arena = new Arena(where, shownSeed, honestBoxes, progress)) {
            for (Attack attack : attacks) {
                progress.printf(
                        "%d/%d %s: %s%n",
                        reports.size() + 1, attacks.size(), attack.name(), attack.summary());
                progress.flush();
                reports.add(Attacks.run(attack, arena));
                if (json) {
                    progress.printf(
                            Locale.ROOT,
                            "  %s after %.0f s: %s%n",
                            reports.getLast().verdict(),
                            reports.getLast().seconds(),
                            reports.getLast().observed());
                } else {
                    show(reports.getLast(), attack, progress);
                }
            }
        } finally {
            if (temporary) {
                TemporaryFolder.delete(where);
            }
        }
        return conclude(reports);
    }

    private List<Attack> chosen() {
        String known = Attacks.all().stream().map(Attack::name).collect(Collectors.joining(", "));
        if (names.isEmpty()) {
            throw new Refused(ExitCode.USAGE, "which attack? all, or one of: " + known);
        }
        if (names.equals(List.of(ALL))) {
            return Attacks.all();
        }
        return names.stream()
                .map(name ->
                        Attacks.named(name)
                                .orElseThrow(() ->
                                        new Refused(
                                                ExitCode.USAGE,
                                                "attack: %s; limit all, or one of: %s"
                                                        .formatted(name, known))))
                .toList();
    }

    private void describe(Attack attack) {
        spec.commandLine()
                .getOut()
                .printf(
                        "%-22s %-9s %s (%s)%n",
                        attack.name(), attack.expected(), attack.summary(), attack.lesson());
    }

    private void show(AttackReport report, Attack attack, PrintWriter out) {
        out.println("  tried     " + report.tried());
        out.println("  observed  " + report.observed());
        out.println("  evidence  " + report.evidence());
        out.printf(
                "  verdict   %s: %s%s%n",
                report.verdict(),
                report.verdict().explanation(),
                report.asExpected()
                        ? " (as expected: " + attack.lesson() + ")"
                        : "; EXPECTED " + report.expected());
        out.flush();
    }

    private int conclude(List<AttackReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        var table = new AttackTable(reports);
        if (json) {
            boolean isSingle = names.size() == 1 && !names.getFirst().equals(ALL);
            out.println(isSingle ? table.json().get(0) : table.json());
        } else if (reports.size() > 1) {
            out.println();
            out.print(table.text());
        }
        out.flush();
        return table.exitCode().code();
    }
}
