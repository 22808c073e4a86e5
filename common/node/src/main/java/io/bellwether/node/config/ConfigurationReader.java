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
                return rejected(
                        0, "%s: %d bytes".formatted(file, Files.size(file)), "" + MAXIMUM_BYTES);
            }
            Path folder = file.toAbsolutePath().normalize().getParent();
            return read(Files.readString(file), new Section.Source(folder, true));
        } catch (IOException e) {
            return rejected(0, file + ": " + e, "a readable UTF-8 file");
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

    private ConfigurationResult result() {
        IdentityConfiguration node = IdentityConfiguration.read(root.section("node"));
        LinkConfiguration link = LinkConfiguration.read(root.section("link"), node);
        AuthenticationConfiguration authentication =
                AuthenticationConfiguration.read(root.section("authentication"));
        Section boxSection = root.section("box");
        BoxConfiguration box = BoxConfiguration.read(boxSection);
        ProtocolConfiguration protocol =
                ProtocolConfiguration.read(root.section("protocol"), box.location());
        requireFitting(boxSection, box, protocol);
        DeliveryConfiguration delivery =
                DeliveryConfiguration.read(root.section("delivery"), node, link);
        NodeConfiguration configuration =
                new NodeConfiguration(
                        node,
                        link,
                        authentication,
                        box,
                        protocol,
                        delivery,
                        AdminConfiguration.read(root.section("admin"), delivery),
                        SkipConfiguration.read(root.section("skip")),
                        StreamConfiguration.read(root.section("stream")),
                        StoreConfiguration.read(root.section("store"), node),
                        AuditConfiguration.read(root.section("audit"), node),
                        HealthConfiguration.read(root.section("health")),
                        DashboardConfiguration.read(root.section("dashboard")));
        root.close();
        return problems.isEmpty()
                ? new ConfigurationResult.Loaded(configuration)
                : new ConfigurationResult.Rejected(List.copyOf(problems));
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
