package io.bellwether.node.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.bellwether.node.ExitCode;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.loopback.StatusClient;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** What a node on this machine is doing. */
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
                    + " outcomes are part of the",
            "raw key and never leave a node."
        })
final class StatusCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIGURATION|HOST:PORT",
            description = "the node's configuration file, or its health address")
    private String where;

    @Option(names = "--json", description = "the status as the node gives it")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        HostAndPort address = HostAndPort.parse(where).orElseGet(this::fromConfiguration);
        JsonNode status =
                new StatusClient(address)
                        .ask()
                        .orElseThrow(() ->
                                new Refused(
                                        ExitCode.UNAVAILABLE,
                                        "no node answers at %s; is it running?"
                                                .formatted(address)));
        spec.commandLine().getOut().println(json ? status.toString() : describe(status));
        return ExitCode.OK.code();
    }

    private HostAndPort fromConfiguration() {
        return switch (ConfigurationReader.read(Path.of(where))) {
            case ConfigurationResult.Loaded(var configuration) -> configuration.health().address();
            case ConfigurationResult.Rejected(var problems) ->
                    throw new Refused(
                            ExitCode.CONFIGURATION, where + ": " + problems.getFirst().describe());
        };
    }

    private static String describe(JsonNode status) {
        JsonNode now = status.get("now");
        var text = new StringBuilder();
        describeNode(text, status, now);
        describeBlocks(text, now);
        describeKeys(text, status);
        return text.toString().stripTrailing();
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
                "%s %s",
                now.at("/link/state").asText(),
                now.at("/link/detail").asText());
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
                    "%s, %d of %d rounds",
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
        return last.get("chsh").isNull() ? verdict : verdict + "; " + Scores.describe(last);
    }

    private static void line(StringBuilder text, String name, String form, Object... values) {
        text.append("%-11s %s%n".formatted(name, form.formatted(values).strip()));
    }
}
