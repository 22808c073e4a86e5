package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the help of every command has in common, and examples of those that are methods. */
final class HelpPages {
    /** Of a help that goes into a file; a terminal has its own. */
    private static final int WIDTH = 100;

    private static final Map<String, String> EXIT_CODES = exitCodes();

    private static final Map<String, List<String>> EXAMPLES =
            Map.ofEntries(
                    example("pool new", "fresh.pool"),
                    example("pool import", "pair/alice/bellwether.yml fresh.pool"),
                    example("pool list", "pair/alice/bellwether.yml --last 0 --json"),
                    example("pool bootstrap", "pair/alice/bellwether.yml --accept-computational"),
                    example(
                            "store",
                            "backup pair/alice/bellwether.yml alice-keys.backup",
                            "rotate-key pair/alice/bellwether.yml"),
                    example(
                            "store rotate-key",
                            "pair/alice/bellwether.yml",
                            "pair/alice/bellwether.yml --to-environment BELLWETHER_MASTER_KEY"),
                    example("store backup", "pair/alice/bellwether.yml alice-keys.backup"),
                    example("store restore", "pair/alice/bellwether.yml alice-keys.backup"),
                    example("store discard-keys", "pair/alice/bellwether.yml"),
                    example("sae list", "pair/alice/bellwether.yml"),
                    example(
                            "sae add",
                            "pair/alice/bellwether.yml vpn-7 --end alice --requests-per-second 50"),
                    example("sae remove", "pair/alice/bellwether.yml vpn-7"),
                    example(
                            "sae allow",
                            "pair/alice/bellwether.yml vpn-7 app-bob",
                            "pair/alice/bellwether.yml --any"),
                    example("sae forbid", "pair/alice/bellwether.yml vpn-7 app-bob"),
                    example("sae reset", "pair/alice/bellwether.yml"),
                    example(
                            "bench correction",
                            "--bits 1000000 --qber 0.0144 --frames 100",
                            "--noise 0.95:0.0144,0.05:0.165"),
                    example("bench verification", "--bits 100000000"),
                    example("bench amplification", "--bits 1e7 --fraction 0.5 --all-cores"),
                    example("bench pipeline", "--rounds 1500000 --json"),
                    example("bench delivery", "--seconds 10 --connections 32", "--idle 10000"));

    private HelpPages() {}

    private static Map.Entry<String, List<String>> example(String command, String... arguments) {
        return Map.entry(
                command,
                Stream.of(arguments).map(rest -> "  bellwether " + command + " " + rest).toList());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new TreeMap<>();
        codes.put(text(ExitCode.OK), "done");
        codes.put(text(ExitCode.USAGE), "the command line is wrong, or was refused");
        codes.put(text(ExitCode.FAILED), "failed; somebody has to look");
        codes.put(
                text(ExitCode.UNAVAILABLE),
                "held by another process, or not reachable; again later may help");
        codes.put(
                text(ExitCode.CONFIGURATION),
                "the configuration is invalid, or no key can come of it");
        return codes;
    }

    private static String text(ExitCode code) {
        return Integer.toString(code.code());
    }

    /** Completes the help of a command and of all below it. */
    static void complete(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.autoWidth(true).width(WIDTH);
        addExamples(line.getCommandSpec().qualifiedName(), usage);
        if (usage.exitCodeListHeading().isEmpty()) {
            Map<String, String> codes = new TreeMap<>(EXIT_CODES);
            codes.putAll(usage.exitCodeList());
            usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(codes);
        }
        line.getSubcommands().values().stream().distinct().forEach(HelpPages::complete);
    }

    private static void addExamples(String name, UsageMessageSpec usage) {
        List<String> examples = EXAMPLES.get(name.replaceFirst("^bellwether ", ""));
        if (examples != null) {
            List<String> footer = new ArrayList<>(List.of(usage.footer()));
            footer.addAll(List.of("", examples.size() > 1 ? "Examples:" : "Example:"));
            footer.addAll(examples);
            usage.footer(footer.toArray(String[]::new));
        }
    }
}
