package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.config.ConfigurationReader;
import io.bellwether.node.config.ConfigurationResult;
import io.bellwether.node.config.HostAndPort;
import io.bellwether.node.config.NodeConfiguration;
import io.bellwether.node.dashboard.AccessToken;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Where a node's dashboard is. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the address of a node's dashboard, to be opened in a browser on this machine.",
            "What stands behind the # is the right to look at it: a token that only the node's user"
                    + " can read. It stays the same until dashboard.token in the data directory is"
                    + " deleted.",
            ""
        },
        footer = {
            "",
            "From another machine: forward the port first, for example",
            "  ssh -L 7200:127.0.0.1:7200 alice.example",
            "",
            "Example:",
            "  bellwether dashboard pair/alice/bellwether.yml"
        })
final class DashboardCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "CONFIGURATION", description = "the node's configuration file")
    private Path configuration;

    @Override
    public Integer call() {
        NodeConfiguration node = load();
        HostAndPort address =
                node.dashboard()
                        .address()
                        .orElseThrow(() ->
                                new Refused(
                                        ExitCode.CONFIGURATION,
                                        "dashboard.address: off; limit HOST:PORT on a loopback"
                                                + " address"));
        spec.commandLine()
                .getOut()
                .println("http://%s/#%s".formatted(address, token(node).digits()));
        return ExitCode.OK.code();
    }

    private NodeConfiguration load() {
        return switch (ConfigurationReader.read(configuration)) {
            case ConfigurationResult.Loaded(var loaded) -> loaded;
            case ConfigurationResult.Rejected(var problems) ->
                    throw new Refused(
                            ExitCode.CONFIGURATION,
                            configuration + ": " + problems.getFirst().describe());
        };
    }

    private static AccessToken token(NodeConfiguration node) {
        try {
            return AccessToken.read(node.node().dataDirectory());
        } catch (IOException e) {
            throw new Refused(
                    ExitCode.UNAVAILABLE,
                    "%s; a node makes its token when it first starts".formatted(e.getMessage()));
        }
    }
}
