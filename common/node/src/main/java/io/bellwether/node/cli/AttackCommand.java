package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.node.ExitCode;
import io.bellwether.node.attack.Arena;
import io.bellwether.node.attack.Attack;
import io.bellwether.node.attack.AttackReport;
import io.bellwether.node.attack.Attacks;
import io.bellwether.node.loopback.TemporaryFolder;
import io.bellwether.node.status.Json;

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
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Runs adversaries against a pair of daemons. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an adversary against a pair of daemons on this machine and says who won.",
            "",
            "Malicious boxes, a hostile network, crashes: each has a known right answer, and the"
                    + " verdict is computed from",
            "what was seen. A few attacks are meant to win: they break an assumption that the"
                    + " security claim names, and",
            "show what it is worth. The daemons are real processes with a configuration, an"
                    + " authentication pool and keys",
            "of their own, made for the purpose and deleted afterwards.",
            ""
        },
        footer = {
            "",
            "Verdicts: aborted (no key), refused (not let in), stopped (the node ended itself),"
                    + " bounded (a key that the",
            "adversary cannot know), survived (both ends agree, nothing was used twice), delivered"
                    + " (a key, and there was no",
            "adversary), broken (the adversary won)," + " stuck (the daemons did not recover).",
            "",
            "Examples:",
            "  bellwether attack --list                what there is, and the right answers",
            "  bellwether attack local                 a box without entanglement",
            "  bellwether attack all --json            the whole table, for scripts",
            "  bellwether attack local --honest-boxes  self-test: must fail, because nobody"
                    + " attacks",
            "",
            "Exit code 0 if every verdict is the expected one, 70 if not."
        })
final class AttackCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "an attack of --list, or all")
    private String name;

    @Option(names = "--list", description = "name, right answer and idea of every attack")
    private boolean list;

    @Option(
            names = "--json",
            description =
                    "print an array of objects with name, verdict, expected and evidence (one"
                            + " object for a single attack); progress goes to standard error")
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
            Attacks.all().forEach(this::describe);
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
                if (!json) {
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
        String names = Attacks.all().stream().map(Attack::name).collect(Collectors.joining(", "));
        if (name == null) {
            throw new Refused(ExitCode.USAGE, "which attack? all, or one of: " + names);
        }
        if (name.equals(ALL)) {
            return Attacks.all();
        }
        return List.of(
                Attacks.named(name)
                        .orElseThrow(() ->
                                new Refused(
                                        ExitCode.USAGE,
                                        "attack: %s; limit all, or one of: %s"
                                                .formatted(name, names))));
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
        if (json) {
            out.println(name.equals(ALL) ? array(reports) : object(reports.getFirst()));
        } else if (reports.size() > 1) {
            out.println();
            for (AttackReport report : reports) {
                out.printf(
                        "%-22s %-9s %s%n",
                        report.name(),
                        report.verdict(),
                        report.asExpected() ? "as expected" : "EXPECTED " + report.expected());
            }
        }
        out.flush();
        return (reports.stream().allMatch(AttackReport::asExpected) ? ExitCode.OK : ExitCode.FAILED)
                .code();
    }

    private static ArrayNode array(List<AttackReport> reports) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        reports.forEach(report -> array.add(object(report)));
        return array;
    }

    private static ObjectNode object(AttackReport report) {
        ObjectNode object = Json.MAPPER.createObjectNode();
        object.put("name", report.name());
        object.put("verdict", report.verdict().toString());
        object.put("expected", report.expected().toString());
        object.put("tried", report.tried());
        object.put("observed", report.observed());
        object.set("evidence", Json.MAPPER.valueToTree(report.evidence()));
        return object;
    }
}
