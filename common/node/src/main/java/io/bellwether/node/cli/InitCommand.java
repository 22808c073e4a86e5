package io.bellwether.node.cli;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.node.init.Initialisation;
import io.bellwether.node.init.InitialisationPlan;
import io.bellwether.node.init.InitialisationPlan.Application;
import io.bellwether.node.init.InitialisationResult;
import io.bellwether.node.init.Ports;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code bellwether init DIR}: everything that a new pair of nodes needs. */
@Command(
        name = "init",
        sortOptions = false,
        usageHelpWidth = 100,
        exitCodeOnInvalidInput = InitCommand.REFUSED,
        exitCodeOnExecutionException = InitCommand.DISK_FAILED,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:everything was written",
            "64:wrong usage, or something is in the way; nothing was written",
            "74:the disk failed half-way; what was written stays"
        },
        description = {
            "Makes all that a new pair of nodes needs, below DIR:",
            "",
            "  DIR/alice, DIR/bob   configuration, certificates, keys and the authentication pool;",
            "                       each folder goes to its node's machine",
            "  DIR/saes             certificates of the applications that fetch keys",
            "  DIR/admin            certificate of the administrator: `bellwether sae`",
            "  DIR/authorities      what is needed to issue more certificates; keep it elsewhere",
            "",
            "The authentication pool is the secret that both nodes share before the first block:",
            "without it neither could know that it talks to the other. Each block uses 512 bits"
                    + " and",
            "gives some back, so that it lasts for ever once blocks succeed.",
            ""
        },
        footer = {
            "",
            "Example: two nodes on this machine, with blocks of a million rounds",
            "  bellwether init demo --set protocol.blockRounds=1000000"
        })
public final class InitCommand implements Callable<Integer> {
    static final int REFUSED = 64;
    static final int DISK_FAILED = 74;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean helpRequested;

    @Parameters(paramLabel = "DIR", description = "A new or empty folder.")
    private Path folder;

    @Option(
            names = "--pool-bits",
            paramLabel = "N",
            defaultValue = "8388608",
            description = "Bits of the authentication pool (default ${DEFAULT-VALUE}).")
    private long poolBits;

    @Option(
            names = "--alice-host",
            paramLabel = "HOST",
            defaultValue = InitialisationPlan.DEFAULT_HOST,
            description = "Where Alice's node is reached (default ${DEFAULT-VALUE}).")
    private String aliceHost;

    @Option(
            names = "--bob-host",
            paramLabel = "HOST",
            defaultValue = InitialisationPlan.DEFAULT_HOST,
            description = "Where Bob's node is reached (default ${DEFAULT-VALUE}).")
    private String bobHost;

    @Option(
            names = "--free-ports",
            description = "Take ports that are free now instead of the standard ones.")
    private boolean freePorts;

    @Option(
            names = "--sae",
            paramLabel = "ID=END",
            description =
                    "An application and the end that serves it, alice or bob; may be repeated"
                            + " (default app-alice=alice and app-bob=bob).")
    private Map<String, String> saes = new LinkedHashMap<>();

    @Option(
            names = "--valid-days",
            paramLabel = "DAYS",
            defaultValue = "825",
            description = "How long the certificates are valid (default ${DEFAULT-VALUE}).")
    private int validDays;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description =
                    "A field of both configurations, as in protocol.blockRounds=200000; may be"
                            + " repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print what was written as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        InitialisationPlan plan;
        InitialisationResult result;
        try {
            plan =
                    new InitialisationPlan(
                            folder,
                            poolBits,
                            aliceHost,
                            bobHost,
                            freePorts ? Ports.free() : Ports.STANDARD,
                            applications(),
                            validDays,
                            settings);
            result = Initialisation.run(plan, new SecureRandom(), Instant.now());
        } catch (IllegalArgumentException e) {
            result = new InitialisationResult.Refused(e.getMessage());
        }
        PrintWriter out = spec.commandLine().getOut();
        return switch (result) {
            case InitialisationResult.Created created -> {
                out.print(json ? json(created) : created.describe());
                out.flush();
                yield 0;
            }
            case InitialisationResult.Refused refused -> {
                if (json) {
                    out.println("{\"refused\":" + quoted(refused.reason()) + "}");
                    out.flush();
                }
                PrintWriter err = spec.commandLine().getErr();
                err.println("bellwether init: " + refused.reason());
                err.flush();
                yield REFUSED;
            }
        };
    }

    private List<Application> applications() {
        return saes.isEmpty()
                ? InitialisationPlan.DEFAULT_SAES
                : saes.entrySet().stream()
                        .map(sae -> new Application(new SaeId(sae.getKey()), end(sae.getValue())))
                        .toList();
    }

    private static End end(String text) {
        return switch (text) {
            case "alice" -> End.ALICE;
            case "bob" -> End.BOB;
            default ->
                    throw new IllegalArgumentException(
                            "--sae: %s; limit alice or bob".formatted(text));
        };
    }

    private static String json(InitialisationResult.Created created) {
        return created.files().stream()
                .map(file ->
                        "{\"path\":%s,\"purpose\":%s,\"secret\":%b}"
                                .formatted(
                                        quoted(file.relative().toString()),
                                        quoted(file.purpose()),
                                        file.secret()))
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"folder\":"
                                        + quoted(created.folder().toString())
                                        + ",\"files\":[",
                                "]}\n"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> {
                    if (c < ' ' || c == '"' || c == '\\') {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                });
        return quoted.append('"').toString();
    }
}
