package io.bellwether.node.config;

import io.bellwether.protocol.Protocol;

import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a node's configuration file (YAML) into types, and says all that is wrong with it at once.
 * Relative paths start from the file's folder. Nothing is converted beyond what the schema says: a
 * name that the schema does not know is a problem, not a comment.
 */
public final class ConfigurationReader {
    private static final int MAXIMUM_BYTES = 1 << 20;

    private final List<Problem> problems = new ArrayList<>();
    private final Section root;

    private ConfigurationReader(Section.Source source, Node document) {
        this.root = Section.root(source, problems, document);
    }

    /** Reads {@code file}; the files that it names must exist. */
    public static ConfigurationResult read(Path file) {
        try {
            if (Files.size(file) > MAXIMUM_BYTES) {
                return rejected(0, "%d bytes".formatted(Files.size(file)), "" + MAXIMUM_BYTES);
            }
            Path folder = file.toAbsolutePath().normalize().getParent();
            return read(Files.readString(file), new Section.Source(folder, true));
        } catch (IOException e) {
            return rejected(0, FileTrouble.of(e), "a readable UTF-8 file");
        }
    }

    /**
     * Reads the text of a file that would lie in {@code folder}, without looking for the files that
     * it names: for examples, and for checking before anything is written.
     */
    public static ConfigurationResult readText(String yaml, Path folder) {
        return read(yaml, new Section.Source(folder.toAbsolutePath().normalize(), false));
    }

    private static ConfigurationResult read(String yaml, Section.Source source) {
        try {
            Node document = new Yaml().compose(new StringReader(yaml));
            return new ConfigurationReader(source, document).result();
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            return rejected(line, "not readable: " + e.getProblem(), "one YAML document");
        } catch (YAMLException e) {
            return rejected(0, "not readable: " + e.getMessage(), "one YAML document");
        }
    }

    private static ConfigurationResult rejected(int line, String value, String limit) {
        return new ConfigurationResult.Rejected(List.of(new Problem("", line, value, limit)));
    }

    /**
     * What a delivery front end needs of a file: of its own, or of an engine's, for commands that
     * ask either.
     */
    public static FrontEndConfiguration.Result readFrontEnd(Path file) {
        if (!isFrontEnd(file)) {
            return switch (read(file)) {
                case ConfigurationResult.Loaded(var configuration) ->
                        new FrontEndConfiguration.Result.Loaded(configuration.frontEnd());
                case ConfigurationResult.Rejected(var problems) ->
                        new FrontEndConfiguration.Result.Rejected(problems);
            };
        }
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            return readFrontEndText(Files.readString(file), new Section.Source(folder, true));
        } catch (IOException e) {
            return new FrontEndConfiguration.Result.Rejected(
                    List.of(new Problem("", 0, FileTrouble.of(e), "a readable UTF-8 file")));
        }
    }

    /** As {@link #readText}, of a delivery front end. */
    public static FrontEndConfiguration.Result readFrontEndText(String yaml, Path folder) {
        return readFrontEndText(
                yaml, new Section.Source(folder.toAbsolutePath().normalize(), false));
    }

    private static FrontEndConfiguration.Result readFrontEndText(
            String yaml, Section.Source source) {
        ConfigurationReader reader =
                new ConfigurationReader(source, new Yaml().compose(new StringReader(yaml)));
        IdentityConfiguration node = IdentityConfiguration.read(reader.root.section("node"));
        FrontEndConfiguration configuration = FrontEndConfiguration.read(reader.root, node);
        return reader.problems.isEmpty()
                ? new FrontEndConfiguration.Result.Loaded(configuration)
                : new FrontEndConfiguration.Result.Rejected(List.copyOf(reader.problems));
    }

    /** Whether a file is of a delivery front end; of no file that cannot be read. */
    public static boolean isFrontEnd(Path file) {
        try {
            if (Files.size(file) > MAXIMUM_BYTES) {
                return false;
            }
            Node document = new Yaml().compose(new StringReader(Files.readString(file)));
            Section root =
                    Section.root(
                            new Section.Source(file.toAbsolutePath().getParent(), false),
                            new ArrayList<>(),
                            document);
            return IdentityConfiguration.read(root.section("node")).role()
                    == IdentityConfiguration.Role.DELIVERY;
        } catch (IOException | YAMLException e) {
            // the reader that takes it for a node's own says what is wrong with it
            return false;
        }
    }

    private ConfigurationResult result() {
        Section nodeSection = root.section("node");
        IdentityConfiguration node = IdentityConfiguration.read(nodeSection);
        if (node.role() == IdentityConfiguration.Role.DELIVERY) {
            return frontEndRefused(nodeSection);
        }
        NodeConfiguration configuration = configuration(node);
        root.close();
        return problems.isEmpty()
                ? new ConfigurationResult.Loaded(configuration)
                : new ConfigurationResult.Rejected(List.copyOf(problems));
    }

    private NodeConfiguration configuration(IdentityConfiguration node) {
        LinkConfiguration link = LinkConfiguration.read(root.section("link"), node);
        AuthenticationConfiguration authentication =
                AuthenticationConfiguration.read(root.section("authentication"));
        Section boxSection = root.section("box");
        BoxConfiguration box = BoxConfiguration.read(boxSection);
        ProtocolConfiguration protocol =
                ProtocolConfiguration.read(root.section("protocol"), box.location());
        requireFitting(boxSection, box, protocol);
        DeliveryConfiguration delivery =
                DeliveryConfiguration.read(root.section("delivery"), node, link.peerName());
        return new NodeConfiguration(
                node,
                link,
                authentication,
                box,
                protocol,
                delivery,
                AdminConfiguration.read(root.section("admin"), delivery),
                SkipConfiguration.read(root.section("skip")),
                StreamConfiguration.read(root.section("stream")),
                store(node),
                AuditConfiguration.read(root.section("audit"), node),
                HealthConfiguration.read(root.section("health")),
                DashboardConfiguration.read(root.section("dashboard")),
                TracingConfiguration.read(root.section("tracing")));
    }

    private ConfigurationResult frontEndRefused(Section nodeSection) {
        nodeSection.problem(
                "role",
                "delivery",
                "both or engine here: a front end has no link, pool, box or protocol");
        return new ConfigurationResult.Rejected(List.copyOf(problems));
    }

    private StoreConfiguration store(IdentityConfiguration node) {
        Section section = root.section("store");
        StoreConfiguration store = StoreConfiguration.read(section, node);
        if (node.role() == IdentityConfiguration.Role.ENGINE) {
            FrontEndConfiguration.requireShared(section, store, "engine");
        }
        return store;
    }

    private static void requireFitting(
            Section boxSection, BoxConfiguration box, ProtocolConfiguration protocol) {
        if (box.frameRounds() > protocol.chunkRounds()) {
            boxSection.problem(
                    "frameRounds",
                    box.frameRounds(),
                    "1 to protocol.chunkRounds = " + protocol.chunkRounds());
        }
        if (box.furtherAddresses().size() != protocol.protocol().boxPairs() - 1) {
            boxSection.problem(
                    "furtherAddresses",
                    box.furtherAddresses().size() + " addresses",
                    "%d with protocol.boxPairs = %d: one box less than there are pairs"
                            .formatted(
                                    protocol.protocol().boxPairs() - 1,
                                    protocol.protocol().boxPairs()));
        } else if (box.location() instanceof BoxLocation.Recording
                && !box.furtherAddresses().isEmpty()) {
            boxSection.problem("furtherAddresses", "named beside recorded", "none with a record");
        }
        if (protocol.protocol() instanceof Protocol.Chsh chsh
                && chsh.expectedEfficiency() < 1
                && box.lossOutcome() != 0) {
            boxSection.problem(
                    "lossOutcome",
                    box.lossOutcome(),
                    "0 with protocol.expectedEfficiency below 1: the decoder counts on it");
        }
    }
}
