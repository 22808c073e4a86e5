package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.ExitCode;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.FrontEndConfiguration;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.loopback.StatusClient;
import io.bellwether.node.status.StatusBoard;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What nodes on this machine are doing. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a node on this machine is doing: link, box, block, keys, authentication"
                    + " pool.",
            "Asks the address of health.address in the configuration, or the one that is given.",
            ""
        },
        footer = {
            "",
            "S and Q are known at Bob's end only, as soon as his corrected copy gave them: test"
                    + " outcomes are part of the raw key and never leave a node.",
            "",
            "Examples:",
            "  bellwether status pair/bob/bellwether.yml",
            "  bellwether status pair/alice/bellwether.yml pair/bob/bellwether.yml --watch",
            "  bellwether status 127.0.0.1:7180 --json"
        })
final class StatusCommand implements Callable<Integer> {
    /** ANSI: cursor home, erase to the end. */
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    private static final int BAR_WIDTH = 30;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIGURATION|HOST:PORT",
            arity = "1..*",
            description =
                    "a node's configuration file, or its health address; several for several nodes")
    private List<String> nodes;

    @Option(names = "--json", description = "the status as the node gives it, one line per node")
    private boolean json;

    @Option(names = "--watch", description = "show it again and again, until Ctrl-C")
    private boolean watch;

    @Option(
            names = "--interval",
            defaultValue = "1",
            description = "seconds between two looks, 0.1 to 3600 (default: ${DEFAULT-VALUE})")
    private double intervalSeconds;

    @Override
    public Integer call() throws InterruptedException {
        if (!(intervalSeconds >= 0.1 && intervalSeconds <= 3600)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--interval = %s is outside [0.1, 3600]".formatted(intervalSeconds));
        }
        List<HostAndPort> addresses = nodes.stream().map(StatusCommand::address).toList();
        if (watch) {
            watch(addresses);
        } else {
            for (HostAndPort address : addresses) {
                show(
                        new StatusClient(address)
                                .ask()
                                .orElseThrow(
                                        () -> new Refused(ExitCode.UNAVAILABLE, silent(address))));
            }
        }
        return ExitCode.OK.code();
    }

    private void watch(List<HostAndPort> addresses) throws InterruptedException {
        List<StatusClient> clients = addresses.stream().map(StatusClient::new).toList();
        var never = new CountDownLatch(1);
        do {
            if (!json) {
                spec.commandLine().getOut().print(CLEAR_SCREEN);
            }
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).ask().ifPresentOrElse(this::show, absent(addresses.get(i)));
            }
            spec.commandLine().getOut().flush();
        } while (!never.await((long) (intervalSeconds * 1000), TimeUnit.MILLISECONDS));
    }

    private void show(JsonNode status) {
        spec.commandLine().getOut().println(json ? status.toString() : describe(status) + "\n");
    }

    private Runnable absent(HostAndPort address) {
        return () -> spec.commandLine().getOut().println(silent(address) + "\n");
    }

    private static String silent(HostAndPort address) {
        return "no node answers at %s; is it running?".formatted(address);
    }

    private static HostAndPort address(String where) {
        if (where.matches("[^/]+:\\d+") && HostAndPort.parse(where).isEmpty()) {
            throw new Refused(
                    ExitCode.USAGE, where + ": limit HOST:PORT with a port to 65535, or a file");
        }
        return HostAndPort.parse(where).orElseGet(() -> fromConfiguration(where));
    }

    private static HostAndPort fromConfiguration(String where) {
        return switch (ConfigurationReader.readFrontEnd(Path.of(where))) {
            case FrontEndConfiguration.Result.Loaded(var configuration) ->
                    configuration.health().address();
            case FrontEndConfiguration.Result.Rejected(var problems) ->
                    throw new Refused(
                            ExitCode.CONFIGURATION, where + ": " + problems.getFirst().describe());
        };
    }

    private static String describe(JsonNode status) {
        if (!status.has("now")) {
            return describeFrontEnd(status);
        }
        JsonNode now = status.get("now");
        var text = new StringBuilder();
        describeNode(text, status, now);
        describeBlocks(text, now);
        describeKeys(text, status);
        return text.toString().stripTrailing();
    }

    private static String describeFrontEnd(JsonNode status) {
        return "%s (%s), delivery front end, version %s, process %d: %,d keys of %d bits can be asked for"
                .formatted(
                        status.get("name").asText(),
                        status.get("end").asText().toLowerCase(Locale.ROOT),
                        status.get("version").asText(),
                        status.get("processId").asLong(),
                        status.get("availableKeys").asLong(),
                        status.get("keySizeBits").asInt());
    }

    private static void describeNode(StringBuilder text, JsonNode status, JsonNode now) {
        line(
                text,
                "node",
                "%s (%s), version %s, process %d",
                status.get("name").asText(),
                status.get("end").asText().toLowerCase(Locale.ROOT),
                status.get("version").asText(),
                status.get("processId").asLong());
        line(
                text,
                "link",
                "%s",
                new StatusBoard.LinkStatus(
                                now.at("/link/state").asText(), now.at("/link/detail").asText())
                        .inWords());
        line(text, "box", "%s", now.get("box").asText());
        line(
                text,
                "theorem",
                "%s, %d key bits expected of an accepted block, epsilon %s",
                status.get("theorem").asText(),
                status.get("keyBitsPerBlock").asLong(),
                status.get("epsilonSoundness").asText());
        line(text, "compared", "%s", lengths(status.get("keyBitsByTheorem")));
    }

    private static String lengths(JsonNode keyBitsByTheorem) {
        return keyBitsByTheorem.properties().stream()
                .map(entry -> "%s %d".formatted(entry.getKey(), entry.getValue().asLong()))
                .collect(Collectors.joining(", "));
    }

    private static void describeBlocks(StringBuilder text, JsonNode now) {
        if (now.get("current").isNull()) {
            line(text, "block", "none");
        } else {
            line(
                    text,
                    "block",
                    "%s %s, %,d of %,d rounds",
                    bar(
                            now.at("/current/measuredRounds").asDouble()
                                    / now.at("/current/rounds").asDouble()),
                    now.at("/current/step").asText(),
                    now.at("/current/measuredRounds").asLong(),
                    now.at("/current/rounds").asLong());
        }
        line(
                text,
                "last block",
                "%s",
                now.get("last").isNull() ? "none yet" : last(now.get("last")));
        line(
                text,
                "blocks",
                "%d accepted, aborted: %s",
                now.get("acceptedBlocks").asLong(),
                now.get("abortedBlocks"));
    }

    private static String bar(double done) {
        int filled = (int) Math.round(BAR_WIDTH * Math.clamp(done, 0, 1));
        return "[" + "#".repeat(filled) + ".".repeat(BAR_WIDTH - filled) + "]";
    }

    private static void describeKeys(StringBuilder text, JsonNode status) {
        line(
                text,
                "keys",
                "%d of %d bits can be asked for here",
                status.at("/keys/availableKeys").asLong(),
                status.at("/keys/keySizeBits").asInt());
        line(
                text,
                "pool",
                "%d bits left here, %d at the peer, %s; %s",
                status.at("/pool/ownBits").asLong(),
                status.at("/pool/peerBits").asLong(),
                status.at("/pool/level").asText(),
                status.at("/pool/origin").asText());
        line(
                text,
                "spending",
                "%d bits of the pool at once now, then %d per second",
                status.at("/pool/spendableBits").asLong(),
                status.at("/pool/spendBitsPerSecond").asLong());
    }

    private static String last(JsonNode last) {
        String verdict = last.get("outcome").asText();
        if (verdict.equals("accepted")) {
            verdict += ", %d key bits".formatted(last.get("keyBits").asLong());
        } else {
            verdict +=
                    ": %s (%s)".formatted(last.get("reason").asText(), last.get("detail").asText());
        }
        JsonNode score = last.get("score");
        return score == null || score.isNull() || score.get("value").isNull()
                ? verdict
                : verdict + "; " + Scores.describe(last);
    }

    private static void line(StringBuilder text, String name, String form, Object... values) {
        text.append("%-11s %s%n".formatted(name, form.formatted(values).strip()));
    }
}
