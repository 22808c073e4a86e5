package io.bellwether.node.cli;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;
import io.bellwether.keydelivery.RegistryJson;
import io.bellwether.keydelivery.Sae;
import io.bellwether.keydelivery.SaeDirectory.State;
import io.bellwether.keydelivery.SaeLimits;
import io.bellwether.keydelivery.SaePair;
import io.bellwether.keydelivery.SaeRegistry;
import io.bellwether.node.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** {@code bellwether sae}: which applications there are, at a node that runs. */
@Command(
        name = "sae",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Which applications (SAEs) may fetch keys at a running node, and with whom.",
            "The first change replaces delivery.saes and delivery.allow, until `reset`.",
            "Both nodes should know the same: add an SAE at its partners' node first.",
            ""
        },
        footer = {
            "",
            "The administrator's certificate is expected as admin.crt and admin.key, with ca.crt,"
                    + " in the folder admin beside the configuration's folder, where `bellwether"
                    + " init` puts it, or in the one that --admin names.",
            "",
            "Examples:",
            "  bellwether sae list pair/alice/bellwether.yml",
            "  bellwether sae add pair/alice/bellwether.yml vpn-7 --end alice --keys-per-day 10000",
            "  bellwether sae allow pair/alice/bellwether.yml vpn-7 app-bob"
        })
final class SaeCommand implements Runnable {
    private static final String NODES = "the node's configuration file";
    private static final String ADMIN =
            "of the administrator's certificate (default: admin beside the configuration's folder)";

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command of sae?");
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Prints the applications, their limits and who may share keys.")
    int list(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Option(names = "--admin", paramLabel = "FOLDER", description = ADMIN) Path admin,
            @Option(names = "--json", description = "print the registry as JSON") boolean json)
            throws Exception {
        State state = AdminClient.of(configuration, admin).read();
        if (json) {
            print(new String(RegistryJson.write(state), StandardCharsets.UTF_8));
            return ExitCode.OK.code();
        }
        print("revision " + state.revision() + (state.revision() == 0 ? ", configured" : ""));
        state.registry().saes().stream()
                .sorted(Comparator.comparing(sae -> sae.id().value()))
                .forEach(sae -> print(describe(sae)));
        state.registry()
                .pairs()
                .ifPresentOrElse(
                        pairs -> pairs.forEach(pair -> print(pair.one() + " - " + pair.other())),
                        () -> print("any two may share keys"));
        return ExitCode.OK.code();
    }

    private static String describe(Sae sae) {
        SaeLimits limits = sae.limits();
        StringBuilder line =
                new StringBuilder(
                        "%-24s %-6s"
                                .formatted(sae.id(), sae.end().name().toLowerCase(Locale.ROOT)));
        limits.keySizeBits().ifPresent(bits -> line.append("  ").append(bits).append(" bits"));
        limits.requestsPerSecond()
                .ifPresent(rate -> line.append("  ").append(rate).append(" requests/s"));
        limits.keysPerDay().ifPresent(keys -> line.append("  ").append(keys).append(" keys/day"));
        new TreeSet<>(sae.certificates()).forEach(value -> line.append("  = ").append(value));
        return line.toString().stripTrailing();
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds an application, or gives one that exists other limits.")
    int add(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Parameters(paramLabel = "SAE", description = "its SAE ID") String id,
            @Option(names = "--end", required = true, description = "alice or bob: who serves it")
                    String end,
            @Option(
                            names = "--certificate",
                            paramLabel = "VALUE",
                            description = "value of the certificate's field, if not the SAE's id")
                    List<String> certificates,
            @Option(
                            names = "--key-size",
                            paramLabel = "BITS",
                            description =
                                    "of keys whose size it does not name, in bits (default: the"
                                            + " node's)")
                    Integer keySizeBits,
            @Option(
                            names = "--requests-per-second",
                            paramLabel = "R",
                            description = "most on average, above 0 (default: the node's limit)")
                    Double requestsPerSecond,
            @Option(
                            names = "--keys-per-day",
                            paramLabel = "N",
                            description = "most in a day (default: the node's limit)")
                    Long keysPerDay,
            @Option(names = "--admin", paramLabel = "FOLDER", description = ADMIN) Path admin)
            throws Exception {
        Sae added =
                checked(() ->
                        new Sae(
                                new SaeId(id),
                                end(end),
                                certificates == null ? Set.of() : Set.copyOf(certificates),
                                new SaeLimits(
                                        Optional.ofNullable(keySizeBits),
                                        Optional.ofNullable(requestsPerSecond),
                                        Optional.ofNullable(keysPerDay))));
        return change(
                configuration,
                admin,
                registry -> {
                    List<Sae> saes = RegistryChanges.without(registry, added.id());
                    saes.add(added);
                    return RegistryChanges.rebuilt(saes, registry.pairs());
                });
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes an application; its connections get 401 from the next request.")
    int remove(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Parameters(paramLabel = "SAE", description = "its SAE ID") String id,
            @Option(names = "--admin", paramLabel = "FOLDER", description = ADMIN) Path admin)
            throws Exception {
        SaeId removed = checked(() -> new SaeId(id));
        return change(
                configuration,
                admin,
                registry -> {
                    RegistryChanges.requireKnown(registry, removed);
                    return RegistryChanges.rebuilt(
                            RegistryChanges.without(registry, removed),
                            registry.pairs()
                                    .map(pairs ->
                                            pairs.stream()
                                                    .filter(pair ->
                                                            !pair.one().equals(removed)
                                                                    && !pair.other()
                                                                            .equals(removed))
                                                    .toList()));
                });
    }

    @Command(
            name = "allow",
            mixinStandardHelpOptions = true,
            description = {
                "Lets two applications share keys.",
                "From the first pair on, only listed pairs may; --any lets any two again."
            })
    int allow(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Parameters(paramLabel = "SAE", arity = "0..2", description = "the two")
                    List<String> two,
            @Option(names = "--any", description = "any two may share keys") boolean any,
            @Option(names = "--admin", paramLabel = "FOLDER", description = ADMIN) Path admin)
            throws Exception {
        if (any) {
            return change(configuration, admin, registry -> SaeRegistry.allPairs(registry.saes()));
        }
        return change(configuration, admin, registry -> RegistryChanges.with(registry, pair(two)));
    }

    @Command(
            name = "forbid",
            mixinStandardHelpOptions = true,
            description = {
                "Lets two applications share keys no longer.",
                "Where any two may, list the pairs that may first."
            })
    int forbid(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Parameters(paramLabel = "SAE", arity = "2", description = "the two") List<String> two,
            @Option(names = "--admin", paramLabel = "FOLDER", description = ADMIN) Path admin)
            throws Exception {
        SaePair pair = pair(two);
        return change(
                configuration,
                admin,
                registry -> {
                    if (registry.pairs().isEmpty()) {
                        throw new Refused(
                                ExitCode.USAGE,
                                "any two may share keys; first list with `sae allow` who may");
                    }
                    return RegistryChanges.rebuilt(
                            registry.saes(),
                            Optional.of(RegistryChanges.withoutPair(registry, pair)));
                });
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Goes back to the applications of the configuration.")
    int reset(
            @Parameters(paramLabel = "CONFIGURATION", description = NODES) Path configuration,
            @Option(names = "--admin", paramLabel = "FOLDER", description = ADMIN) Path admin)
            throws Exception {
        return inForce(AdminClient.of(configuration, admin).reset());
    }

    private int change(Path configuration, Path admin, UnaryOperator<SaeRegistry> change)
            throws Exception {
        AdminClient client = AdminClient.of(configuration, admin);
        State seen = client.read();
        SaeRegistry changed = checked(() -> change.apply(seen.registry()));
        return inForce(client.replace(new State(changed, seen.revision())));
    }

    private int inForce(State now) {
        print("In force: revision " + now.revision());
        return ExitCode.OK.code();
    }

    private SaePair pair(List<String> two) {
        if (two == null || two.size() != 2) {
            throw new ParameterException(
                    spec.commandLine(),
                    "SAE: %d named; limit two".formatted(two == null ? 0 : two.size()));
        }
        return checked(() -> new SaePair(new SaeId(two.get(0)), new SaeId(two.get(1))));
    }

    private static End end(String text) {
        for (End end : End.values()) {
            if (end.name().equalsIgnoreCase(text)) {
                return end;
            }
        }
        throw new IllegalArgumentException("--end: %s; limit alice, bob".formatted(text));
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage());
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
