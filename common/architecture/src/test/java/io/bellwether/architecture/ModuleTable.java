package io.bellwether.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rooms of the house in the order in which data flows, and what each may use: the table of
 * CONTRIBUTING.md as data. A row that turns out wrong is changed in both, and the commit says why.
 */
final class ModuleTable {
    /** Whether a module's code may touch the world. */
    enum Purity {
        /** No clock, randomness, file, socket, thread or logger. */
        PURE,
        EDGE
    }

    /**
     * @param name the Maven artefact and its folder
     * @param rootPackage the package that, with its subpackages, holds all code of the module
     * @param mayUse the modules whose packages its main code may name
     */
    record Row(String name, String rootPackage, Purity purity, Set<String> mayUse) {
        boolean owns(String packageName) {
            return packageName.equals(rootPackage) || packageName.startsWith(rootPackage + ".");
        }
    }

    private static final String BASE = "io.bellwether.";

    /** The wire contracts; they stand outside {@code common}. */
    static final Row PROTO = new Row("proto", BASE + "proto", Purity.EDGE, Set.of());

    /** {@code common/}, in flow order. */
    static final List<Row> COMMON = common();

    /** They compose what {@code common} gives and take it all through {@code node}. */
    static final List<Row> NODES = List.of(daemon("alice"), daemon("bob"));

    private ModuleTable() {}

    /** Every module with Java code of ours. */
    static List<Row> all() {
        return Stream.concat(COMMON.stream(), NODES.stream()).toList();
    }

    /** The module that a package belongs to; empty for a library. */
    static Optional<Row> owner(String packageName) {
        return Stream.concat(Stream.of(PROTO), all().stream())
                .filter(row -> row.owns(packageName))
                .findFirst();
    }

    private static List<Row> common() {
        List<Row> rows = new ArrayList<>();
        rows.add(edge("foundation"));
        rows.add(pure("gf2", "foundation"));
        rows.add(pure("bell", "foundation"));
        rows.add(pure("security-proof", "bell"));
        // proto: device.remote speaks device/v1
        rows.add(edge("device", "proto", "bell", "foundation"));
        rows.add(pure("sifting", "foundation", "bell"));
        rows.add(pure("error-correction", "gf2", "foundation"));
        rows.add(pure("verification", "gf2", "foundation"));
        // foundation: outcomes are secret bits
        rows.add(pure("estimation", "bell", "verification", "foundation"));
        // verification, estimation: amplify takes their proof tokens
        rows.add(
                pure(
                        "privacy-amplification",
                        "gf2",
                        "foundation",
                        "security-proof",
                        "verification",
                        "estimation"));
        rows.add(
                pure(
                        "protocol",
                        "foundation",
                        "gf2",
                        "bell",
                        "security-proof",
                        "sifting",
                        "error-correction",
                        "verification",
                        "estimation",
                        "privacy-amplification"));
        rows.add(edge("channel", "foundation", "gf2"));
        // foundation, error-correction, security-proof: the stages' parameters cross the wire
        rows.add(
                edge(
                        "link",
                        "proto",
                        "protocol",
                        "channel",
                        "foundation",
                        "error-correction",
                        "security-proof"));
        rows.add(edge("key-store", "foundation"));
        // proto: keydelivery.stream speaks stream/v1
        rows.add(edge("key-delivery", "proto", "key-store", "foundation"));
        // everything above, but not proto: wire types stop at link and device
        rows.add(edge("node", names(rows)));
        rows.add(edge("testkit", names(rows)));
        rows.add(edge("benchmarks", names(rows)));
        rows.add(edge("architecture", names(rows)));
        return List.copyOf(rows);
    }

    private static String[] names(List<Row> rows) {
        return rows.stream().map(Row::name).toArray(String[]::new);
    }

    private static Row pure(String name, String... mayUse) {
        return new Row(name, BASE + name.replace("-", ""), Purity.PURE, Set.of(mayUse));
    }

    private static Row edge(String name, String... mayUse) {
        return new Row(name, BASE + name.replace("-", ""), Purity.EDGE, Set.of(mayUse));
    }

    /** Neither daemon reaches a stage: only a session can make or state a proof token. */
    private static Row daemon(String name) {
        Set<String> stages =
                COMMON.stream()
                        .filter(row -> row.purity() == Purity.PURE)
                        .map(Row::name)
                        .filter(stage -> !stage.equals("protocol"))
                        .collect(Collectors.toSet());
        Set<String> mayUse =
                COMMON.stream()
                        .map(Row::name)
                        .takeWhile(room -> !room.equals("testkit"))
                        .filter(room -> !stages.contains(room))
                        .collect(Collectors.toCollection(TreeSet::new));
        return new Row(name + "-node", BASE + name, Purity.EDGE, mayUse);
    }
}
