package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.securityproof.ShannonEntropy;
import io.bellwether.securityproof.planner.KnownAnswer;
import io.bellwether.securityproof.planner.PlanTheorem;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code bellwether rate}: what key a theorem gives for an honest device. */
@Command(
        name = "rate",
        description = {
            "Shows the key that a security theorem gives for an honest device.",
            "A keylen-* theorem is finite-size and gives bits that could be delivered; a rate-*"
                    + " formula is asymptotic and for planning only."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  bellwether rate --theorem keylen-eat-oxford --rounds 1500000 --test-probability"
                    + " 0.05078125 --chsh 2.64 --qber 0.018 --leak 296517 --epsilon 1e-10",
            "  bellwether rate --theorem keylen-renyi --variable-length --rounds 1500000"
                    + " --test-probability 0.05 --chsh 2.677 --qber 0.0144 --ec-efficiency 1.05",
            "  bellwether rate --theorem keylen-nosignal --settings 7 --noise 0.01",
            "  bellwether rate --theorem rate-self-test --levels 4",
            "  bellwether rate --theorem rate-self-test --levels 2 --visibility 0.98",
            "  bellwether rate --theorem rate-postselection --behaviour efficiency:0.93"
                    + " --keep-alice 0.8 --keep-bob 0.8",
            "  bellwether rate --known-answers"
        })
public final class RateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CacheOption cache;
    @Mixin private AsymptoticOptions asymptotic;

    @Option(
            names = "--theorem",
            description =
                    "keylen-eat-oxford, keylen-renyi, keylen-nosignal, " + AsymptoticOptions.NAMES)
    private String theorem;

    @Option(names = "--rounds", description = "rounds (pairs) of the block")
    private Long rounds;

    @Option(names = "--test-probability", description = "probability of a test round, in (0, 1)")
    private Double testProbability;

    @Option(names = "--chsh", description = "expected CHSH value S, at most 2 sqrt 2")
    private Double chsh;

    @Option(names = "--qber", description = "error rate of the key rounds, in [0, 1]")
    private Double qber;

    @Option(names = "--leak", description = "bits published by error correction")
    private Long leak;

    @Option(
            names = "--ec-efficiency",
            defaultValue = "1.15",
            description =
                    "error correction over the Shannon limit, used without --leak (default:"
                            + " ${DEFAULT-VALUE})")
    private double ecEfficiency;

    @Option(
            names = "--epsilon",
            defaultValue = "1e-10",
            description = "soundness of the key, in (0, 1) (default: ${DEFAULT-VALUE})")
    private double epsilon;

    @Option(
            names = "--sigmas",
            defaultValue = "3",
            description =
                    "standard deviations that the accepted score allows (default:"
                            + " ${DEFAULT-VALUE})")
    private double sigmas;

    @Option(
            names = "--variable-length",
            description = "keylen-renyi: the length follows the observed score")
    private boolean variableLength;

    @Option(
            names = {"--preprocessing", "--flip-probability"},
            defaultValue = "0",
            description = "noisy preprocessing of key rounds, in [0, 0.5) (default: none)")
    private double flipProbability;

    @Option(
            names = "--extractor",
            defaultValue = "trevisan",
            description =
                    "keylen-eat-oxford: trevisan (as published) or two-universal (what the nodes"
                            + " deliver) as keyBits; both are shown (default: ${DEFAULT-VALUE})")
    private String extractor;

    @Option(names = "--settings", description = "keylen-nosignal: settings per side, at least 2")
    private Integer settings;

    @Option(names = "--noise", description = "keylen-nosignal: 1 - visibility, in [0, 1]")
    private Double noise;

    @Option(
            names = "--plot",
            description =
                    "keylen-eat-oxford, keylen-renyi: also draws the rate against the rounds, at"
                            + " the best test probability, to a .svg, .png or .csv file")
    private Path plot;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Option(
            names = "--known-answers",
            description =
                    "computes every figure that papers or independent programs give for our"
                            + " formulas and shows both; fails when one differs")
    private boolean knownAnswers;

    @Override
    public Integer call() {
        if (knownAnswers) {
            return compareWithKnownAnswers();
        }
        try {
            PrintWriter out = spec.commandLine().getOut();
            out.println(cache.answer(spec, () -> answer().shown(json)));
            out.flush();
            if (plot != null) {
                draw();
            }
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void draw() {
        PlanTheorem drawn =
                switch (theorem) {
                    case "keylen-eat-oxford" -> PlanTheorem.EAT_OXFORD;
                    case "keylen-renyi" ->
                            variableLength ? PlanTheorem.RENYI_VARIABLE : PlanTheorem.RENYI;
                    default ->
                            throw new IllegalArgumentException(
                                    "--plot draws keylen-eat-oxford and keylen-renyi; for others"
                                            + " see bellwether plan --figure");
                };
        double s = required("--chsh", chsh);
        double q = required("--qber", qber);
        RatePlot.draw(
                RatePlot.setup(s, q, epsilon, ecEfficiency, sigmas, flipProbability),
                drawn,
                plot,
                spec.commandLine().getErr());
    }

    private int compareWithKnownAnswers() {
        List<KnownAnswer> known = KnownAnswerTable.known();
        PrintWriter err = spec.commandLine().getErr();
        ProgressBar bar = new ProgressBar(err, "known answers", known.size());
        KnownAnswerTable table = KnownAnswerTable.compute(bar, known);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? table.answer().shown(true) : table.text());
        out.flush();
        return (table.agrees() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private Answer answer() {
        return switch (theorem) {
            case null -> throw new IllegalArgumentException("--theorem is needed");
            case "keylen-eat-oxford" -> finite().eatOxford(publishedForm());
            case "keylen-renyi" -> finite().renyi(variableLength, flipProbability);
            case "keylen-nosignal" -> noSignal();
            case String rate when rate.startsWith("rate-") ->
                    asymptotic.answer(rate, chsh, qber, flipProbability);
            default ->
                    throw new IllegalArgumentException(
                            "theorem = "
                                    + theorem
                                    + " is unknown; known are keylen-eat-oxford, keylen-renyi,"
                                    + " keylen-nosignal, "
                                    + AsymptoticOptions.NAMES);
        };
    }

    private boolean publishedForm() {
        return switch (extractor) {
            case "trevisan" -> true;
            case "two-universal" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "extractor = " + extractor + " is neither trevisan nor two-universal");
        };
    }

    private FiniteSizeRates finite() {
        long n = required("--rounds", rounds);
        double test = required("--test-probability", testProbability);
        double s = required("--chsh", chsh);
        return new FiniteSizeRates(n, test, s, sigmas, correctionBits(n, test, s), epsilon);
    }

    /** All rounds are corrected: key rounds at the (flipped) QBER, test rounds at (4 - S)/8. */
    private long correctionBits(long n, double test, double s) {
        if (leak != null) {
            return leak;
        }
        double q = required("--qber", qber);
        if (!(q >= 0 && q <= 1)) {
            throw new IllegalArgumentException("qber = " + q + " is outside [0, 1]");
        }
        if (!(ecEfficiency >= 1)) {
            throw new IllegalArgumentException("ecEfficiency = " + ecEfficiency + " is below 1");
        }
        double flipped = q + flipProbability - 2 * q * flipProbability;
        double perRound =
                (1 - test) * ShannonEntropy.binary(flipped)
                        + test * ShannonEntropy.binary((4 - s) / 8);
        return (long) Math.ceil(ecEfficiency * n * perRound);
    }

    private Answer noSignal() {
        NoSignalRates rates =
                new NoSignalRates(
                        required("--settings", settings), required("--noise", noise), ecEfficiency);
        return rounds == null
                ? rates.asymptotic(testProbability)
                : rates.finite(rounds, testProbability, epsilon);
    }

    private <T> T required(String option, T value) {
        return AsymptoticOptions.required(theorem, option, value);
    }
}
