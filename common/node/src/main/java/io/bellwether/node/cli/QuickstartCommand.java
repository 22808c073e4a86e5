package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.node.ExitCode;
import io.bellwether.node.loopback.SaeFetch;
import io.bellwether.node.loopback.TemporaryFolder;
import io.bellwether.node.status.Json;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * The first thing a new user runs: everything on this machine, from the Bell test to the fetched
 * key.
 */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a device-independent key on this machine: a simulated source, both daemons, and"
                    + " the key fetched at both ends.",
            "The source is entangled, the daemons are processes of their own, and the key comes"
                    + " through ETSI GS QKD 014 with client certificates.",
            "",
            "By default the source behaves as the experiment of Nadlinger et al., Nature 607, 682"
                    + " (2022) was measured to, with their 1.5 million rounds, so that their"
                    + " post-processing is repeated and the key length can be compared.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bellwether quickstart                    until Ctrl-C, block after block",
            "  bellwether quickstart --once --json      one key, then stop; for scripts",
            "  bellwether quickstart --theorem keylen-renyi-variable   a longer key from the same"
                    + " block",
            "  bellwether quickstart --protocol chained --once   secure if nothing signals, quantum"
                    + " theory or not",
            "  bellwether quickstart --attack local     a box without entanglement: no key",
            "  bellwether quickstart --model depolarised -P visibility=0.99 --expected-chsh 2.78"
                    + " --expected-qber 0.006",
            "  bellwether quickstart --recorded deploy/examples/delft2015"
        })
final class QuickstartCommand implements Callable<Integer> {
    /**
     * Of the published experiment: supplement of Nadlinger et al. 2022, "a key of length 95884
     * bits".
     */
    private static final long PUBLISHED_KEY_BITS = 95_884;

    private static final int PUBLISHED_ROUNDS = 1_500_000;

    /**
     * Rounds handed to the simulated box at a time; its own process cannot be asked round by round
     * fast enough.
     */
    private static final String FRAME_ROUNDS = "16384";

    @Spec private CommandSpec spec;

    @Option(names = "--once", description = "stop after the first block")
    private boolean once;

    @Option(
            names = "--json",
            description = "print one JSON object at the end; progress goes to standard error")
    private boolean json;

    @Option(
            names = "--attack",
            paramLabel = "NAME",
            description = "use an adversarial box, see bellwether box --list")
    private String attack;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "the simulated physics, see bellwether box --list (default: that of the"
                            + " protocol; oxford2022 for chsh)")
    private String model;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description =
                    "what is played, with a fitting box: chsh (default), chsh-variable, chsh-noisy,"
                            + " chsh-no-click, chsh-independent, chsh-redundant,"
                            + " chsh-asymmetric, chsh-two-bases, d-outcome, d-outcome-64 (the"
                            + " last four uncertified) or chained")
    private String protocol = "chsh";

    @Option(names = "-P", paramLabel = "NAME=VALUE", description = "a parameter of the model")
    private Map<String, String> modelParameters = new TreeMap<>();

    @Option(
            names = "--recorded",
            paramLabel = "DIR",
            description = "replay DIR/alice.csv and DIR/bob.csv instead of a simulation")
    private Path recorded;

    @Option(
            names = "--rounds",
            description = "rounds per block (default: 1500000, or those of the record)")
    private Long rounds;

    @Option(
            names = "--theorem",
            paramLabel = "NAME",
            description = {
                "what sizes the key: keylen-eat-oxford (default), keylen-renyi or"
                        + " keylen-renyi-variable; the latter two are not peer reviewed"
            })
    private String theorem;

    @Option(names = "--expected-chsh", description = "S of the honest model (default: 2.64)")
    private Double expectedChsh;

    @Option(names = "--expected-qber", description = "Q of the honest model (default: 0.018)")
    private Double expectedQber;

    @Option(names = "--seed", description = "seed of the simulated physics (default: random)")
    private Long seed;

    @Option(
            names = "--dir",
            description =
                    "where certificates, pools and stores go; must be new or empty (default: a"
                            + " temporary folder)")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        if (attack != null && !SourceCatalogue.adversarialNames().contains(attack)) {
            throw new Refused(
                    ExitCode.USAGE,
                    "--attack: %s; limit one of: %s"
                            .formatted(
                                    attack, String.join(", ", SourceCatalogue.adversarialNames())));
        }
        ProtocolPreset preset = ProtocolPreset.of(protocol);
        boolean temporary = folder == null;
        Path where = temporary ? Files.createTempDirectory("bellwether-") : folder;
        PrintWriter progress = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
        try (var pair = QuickstartPair.start(where, physics(preset), settings(preset), progress)) {
            JsonNode block = pair.awaitFirstBlock();
            ObjectNode report = report(pair, block);
            if (json) {
                spec.commandLine().getOut().println(report);
            } else {
                describe(report, block, pair, progress);
            }
            if (!once) {
                stayUntilStopped(pair, progress);
            }
            return ExitCode.OK.code();
        } finally {
            if (once && temporary) {
                TemporaryFolder.delete(where);
            }
        }
    }

    private QuickstartPair.Physics physics(ProtocolPreset preset) {
        boolean own = attack != null || model != null;
        var parameters = new TreeMap<String, String>(own ? Map.of() : preset.modelParameters());
        parameters.putAll(modelParameters);
        String name = attack != null ? attack : model != null ? model : preset.model();
        return new QuickstartPair.Physics(name, parameters, seed, recorded);
    }

    private Map<String, String> settings(ProtocolPreset preset) throws IOException {
        var settings = new LinkedHashMap<String, String>(preset.settings());
        if (recorded == null) {
            settings.put("box.frameRounds", FRAME_ROUNDS);
        }
        if (rounds != null) {
            settings.put("protocol.blockRounds", rounds.toString());
        }
        if (theorem != null) {
            settings.put("protocol.theorem", theorem);
        }
        if (expectedChsh != null) {
            settings.put("protocol.expectedChsh", expectedChsh.toString());
        }
        if (expectedQber != null) {
            settings.put("protocol.expectedQber", expectedQber.toString());
        }
        if (recorded != null) {
            RecordedSettings.addTo(settings, recorded);
        }
        if (once || recorded != null) {
            settings.put("protocol.blocks", "1");
        }
        return settings;
    }

    private static ObjectNode report(QuickstartPair pair, JsonNode block) throws Exception {
        ObjectNode report = Json.MAPPER.createObjectNode();
        boolean accepted = block.get("outcome").asText().equals("accepted");
        report.put("verdict", accepted ? "key" : block.get("outcome").asText());
        report.set(
                "chsh", block.at("/chsh/value").isMissingNode() ? null : block.at("/chsh/value"));
        report.set("score", block.get("score"));
        report.set(
                "qber", block.at("/qber/value").isMissingNode() ? null : block.at("/qber/value"));
        report.put("rounds", block.get("rounds").asLong());
        report.put("keyBits", block.get("keyBits").asLong());
        JsonNode status = pair.status();
        report.set("theorem", status.get("theorem"));
        report.set("keyBitsByTheorem", status.get("keyBitsByTheorem"));
        report.put("seconds", block.get("seconds").asDouble());
        report.set("stepSeconds", block.get("stepSeconds"));
        if (accepted) {
            SaeFetch.Containers fetched = pair.fetchKey();
            report.set("alice", fetched.alice());
            report.set("bob", fetched.bob());
        } else {
            report.put("reason", Scores.ending(block));
        }
        return report;
    }

    private void describe(ObjectNode report, JsonNode block, QuickstartPair pair, PrintWriter out) {
        out.println();
        out.println(Scores.describe(block));
        if (report.get("verdict").asText().equals("key")) {
            describeKey(report, pair, out);
        } else {
            out.println("No key. " + report.get("reason").asText());
            if (!block.get("chsh").isNull() && block.at("/chsh/value").asDouble() < 2.01) {
                out.println(
                        "That is the right answer: S = 2.00 is what shared randomness reaches"
                                + " without any entanglement, so whoever prepared it may know every"
                                + " outcome.");
            }
        }
        out.flush();
    }

    private void describeKey(ObjectNode report, QuickstartPair pair, PrintWriter out) {
        out.printf(
                "Key: %,d bits from %,d rounds by %s",
                report.get("keyBits").asLong(),
                report.get("rounds").asLong(),
                report.get("theorem").asText());
        if (report.get("rounds").asLong() == PUBLISHED_ROUNDS
                && model == null
                && protocol.equals("chsh")) {
            out.printf(" (the published experiment: %,d bits)", PUBLISHED_KEY_BITS);
        }
        out.println(".");
        describeTheorems(report, out);
        out.println();
        out.println("The same key, fetched at both ends:");
        out.println("  Alice's end  " + report.get("alice"));
        out.println("  Bob's end    " + report.get("bob"));
        out.println();
        out.println(
                "by these requests; the first gives a new key each time, whose key_ID goes in the"
                        + " place of KEY_ID in the second:");
        pair.curlCommands().forEach(command -> out.println("  " + command));
    }

    private static void describeTheorems(ObjectNode report, PrintWriter out) {
        var lengths = new StringJoiner(", ");
        report.get("keyBitsByTheorem")
                .properties()
                .forEach(entry ->
                        lengths.add("%s %,d".formatted(entry.getKey(), entry.getValue().asLong())));
        out.println("Key bits to expect by theorem: " + lengths + ".");
    }

    private void stayUntilStopped(QuickstartPair pair, PrintWriter out)
            throws InterruptedException, IOException {
        out.println();
        pair.dashboards().forEach(out::println);
        out.println("Both daemons make keys until Ctrl-C. Files and logs: " + pair.folder());
        out.flush();
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
        stopped.await();
    }
}
