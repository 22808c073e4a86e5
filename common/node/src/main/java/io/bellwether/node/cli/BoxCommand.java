package io.bellwether.node.cli;

import io.bellwether.device.BoxException;
import io.bellwether.device.BoxSource;
import io.bellwether.device.adversary.SourceCatalogue;
import io.bellwether.device.remote.BoxAddress;
import io.bellwether.device.remote.BoxServer;
import io.bellwether.device.simulated.BoxModel;
import io.bellwether.device.simulated.SimulatedRecord;
import io.bellwether.foundation.End;
import io.bellwether.node.ExitCode;
import io.bellwether.node.config.SourceConfiguration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** The simulated source as a process of its own. */
@Command(
        name = "box",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a simulated entangled source and serves its two halves to the nodes (device/v1).",
            "It stands for the untrusted physics: no part of a node trusts it.",
            ""
        },
        footer = {
            "",
            "--list prints every model with its parameters and known answer, and the malicious"
                    + " boxes, marked [adversarial], which are served in the same way.",
            "",
            "Examples:",
            "  bellwether box depolarised visibility=0.97 --alice 127.0.0.1:7101 --bob"
                    + " 127.0.0.1:7102",
            "  bellwether box --model fibre length-km=2.5",
            "  bellwether box --model super-quantum             a malicious box for your nodes",
            "  bellwether box --trial all --rounds 10000000     what each box should show and"
                    + " shows",
        })
final class BoxCommand implements Callable<Integer> {
    /** A half waits this long for the other one's frame. */
    static final long PARTNER_TIMEOUT_MILLIS = 30_000;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "MODEL",
            description = "the physics (default: ${DEFAULT-VALUE})",
            defaultValue = "oxford2022")
    private String model;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "the model's parameters")
    private Map<String, String> parameters = new TreeMap<>();

    @Option(
            names = "--alice",
            paramLabel = "ADDRESS",
            description =
                    "where Alice's half is served: loopback HOST:PORT or unix:/PATH (default:"
                            + " ${DEFAULT-VALUE})",
            defaultValue = "127.0.0.1:7101")
    private String aliceAddress;

    @Option(
            names = "--bob",
            paramLabel = "ADDRESS",
            description = "where Bob's half is served (default: ${DEFAULT-VALUE})",
            defaultValue = "127.0.0.1:7102")
    private String bobAddress;

    @Option(names = "--seed", description = "replays the same physics (default: random)")
    private Long seed;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "the same as the first word; for scripts")
    private String modelOption;

    @Option(
            names = "--configuration",
            paramLabel = "FILE",
            description =
                    "model, parameters, addresses and seed from a YAML file; see conf/box.yml")
    private Path configuration;

    @Option(names = "--list", description = "print the models and end")
    private boolean list;

    @Option(
            names = "--trial",
            paramLabel = "MODEL",
            description =
                    "play a model (or all of them) without any node, print scores by formula, by"
                            + " matrices and as sampled, and rounds per second and core, and end")
    private String trial;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description =
                    "write what the model would have recorded, DIR/alice.bellrec and"
                            + " DIR/bob.bellrec, for bellwether analyse, and end")
    private Path record;

    @Option(
            names = "--rounds",
            description = "rounds of a trial or a record (default: ${DEFAULT-VALUE})",
            defaultValue = "4194304")
    private long rounds;

    @Option(names = "--json", description = "trial: print one JSON array")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (model.contains("=")) {
            // the first word is a parameter when the model comes as an option
            String[] pair = model.split("=", 2);
            parameters.put(pair[0], pair[1]);
            model = BoxModel.DEFAULT_NAME;
        }
        if (modelOption != null) {
            model = modelOption;
        }
        if (configuration != null) {
            readConfiguration();
        }
        if (list) {
            SourceCatalogue.describe().forEach(spec.commandLine().getOut()::println);
            return ExitCode.OK.code();
        }
        if (trial != null) {
            BoxTrials.print(
                    spec.commandLine().getOut(), trial, parameters, trialSeed(), rounds, json);
            return ExitCode.OK.code();
        }
        return record == null ? serve() : writeRecord();
    }

    private Integer writeRecord() throws IOException {
        if (rounds < 1) {
            throw new Refused(ExitCode.USAGE, "--rounds: %d; 1 or more".formatted(rounds));
        }
        Files.createDirectories(record);
        long chosenSeed = trialSeed();
        try {
            SimulatedRecord.write(
                    parse(model, parameters),
                    chosenSeed,
                    rounds,
                    record.resolve("alice.bellrec"),
                    record.resolve("bob.bellrec"));
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage());
        } catch (FileAlreadyExistsException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage() + ": exists already");
        }
        spec.commandLine()
                .getOut()
                .printf("%d rounds in %s, seed %d%n", rounds, record, chosenSeed);
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }

    private void readConfiguration() throws IOException {
        try {
            SourceConfiguration source = SourceConfiguration.read(configuration);
            model = source.model();
            parameters = source.parameters();
            aliceAddress = source.alice().orElse(aliceAddress);
            bobAddress = source.bob().orElse(bobAddress);
            seed = seed == null ? source.seed().orElse(null) : seed;
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.CONFIGURATION, e.getMessage());
        } catch (NoSuchFileException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage() + ": no such file");
        }
    }

    private long trialSeed() {
        return seed == null ? new SecureRandom().nextLong() : seed;
    }

    private Integer serve() throws InterruptedException {
        long chosenSeed = seed == null ? new SecureRandom().nextLong() : seed;
        try (BoxSource source =
                        SourceCatalogue.open(
                                model, parameters, chosenSeed, PARTNER_TIMEOUT_MILLIS);
                BoxServer alice =
                        BoxServer.start(
                                BoxAddress.parse(aliceAddress), () -> source.half(End.ALICE));
                BoxServer bob =
                        BoxServer.start(BoxAddress.parse(bobAddress), () -> source.half(End.BOB))) {
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s%nAlice's half at %s, Bob's half at %s; seed %d; Ctrl-C ends it%n",
                            source.summary(), alice.address(), bob.address(), chosenSeed);
            spec.commandLine().getOut().flush();
            Runtime.getRuntime().addShutdownHook(new Thread(alice::close));
            alice.awaitClosed();
            return ExitCode.OK.code();
        } catch (BoxException e) {
            throw new Refused(ExitCode.UNAVAILABLE, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage());
        }
    }

    /** The physics of that name; an adversary has none that could be tried or recorded. */
    static BoxModel parse(String name, Map<String, String> parameters) {
        if (SourceCatalogue.parametersOf(name).isPresent() && !BoxModel.NAMES.contains(name)) {
            throw new Refused(
                    ExitCode.USAGE,
                    "box model: %s is adversarial and no physics; bellwether attack %s tries it"
                            .formatted(name, name));
        }
        try {
            return BoxModel.parse(name, parameters);
        } catch (IllegalArgumentException e) {
            throw new Refused(ExitCode.USAGE, e.getMessage());
        }
    }
}
