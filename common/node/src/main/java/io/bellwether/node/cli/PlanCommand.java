package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.node.plots.FigureData;
import io.bellwether.securityproof.Parameters;
import io.bellwether.securityproof.planner.DeviceCurves;
import io.bellwether.securityproof.planner.Figure;
import io.bellwether.securityproof.planner.Figures;
import io.bellwether.securityproof.planner.HonestDevice;
import io.bellwether.securityproof.planner.Setup;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;

/** {@code bellwether plan}: what to expect of a device, and how to run it. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Says what key a device will give, when, and how to run it.",
            "",
            "A Bell test of score S certifies that outcomes are secret, errors of rate Q make the"
                + " nodes publish part of them again, and finite statistics cost a share that"
                + " shrinks with the number of rounds. Given S and Q of the honest device (or a"
                + " model of its hardware), plan finds the theorem, the test probability and the"
                + " noisy preprocessing with the longest key, the time to the first key and to a"
                + " target, and what a better source, detector or code would bring. Where there is"
                + " no key it says why, and what would have to change.",
            "",
            "Block lengths are certified by the theorem they name. Times, sensitivities and curves"
                    + " are planning figures; no key is sized by them.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  bellwether plan --model oxford2022 --duration 8h",
            "  bellwether plan --chsh 2.6 --qber 0.03 --rate 1000 --target-bits 1000000",
            "  bellwether plan --model heralded --fidelity 0.95 --rate 100 --distance-km 10",
            "  bellwether plan --model munich2022",
            "  bellwether plan --curve rate-vs-rounds --model oxford2022 --plot rounds.svg",
            "  bellwether plan --curve rate-vs-distance --rounds 100000000 --plot distance.png",
            "  bellwether plan --figure review-3a --plot review-3a.svg"
        })
public final class PlanCommand implements Callable<Integer> {
    private static final int DEFAULT_POINTS = 200;
    private static final long DEFAULT_CURVE_ROUNDS = 10_000_000;

    @Spec private CommandSpec spec;
    @Mixin private DeviceOptions device;
    @Mixin private CacheOption cache;

    @Option(names = "--rounds", description = "rounds of a block; instead of --duration")
    private Long rounds;

    @Option(
            names = "--duration",
            description = "time of a block, such as 90s, 30min, 8h, 2d; needs --rate (default: 1d)")
    private String duration;

    @Option(
            names = "--target-bits",
            defaultValue = "1000000",
            description = "also: the block that gives this many bits (default: ${DEFAULT-VALUE})")
    private long targetBits;

    @Option(
            names = "--ec-efficiency",
            defaultValue = "1.15",
            description = "error correction over the Shannon limit (default: ${DEFAULT-VALUE})")
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

    @Option(names = "--test-probability", description = "fixed instead of chosen, in (0, 1)")
    private Double testProbability;

    @Option(
            names = {"--preprocessing", "--flip-probability"},
            description = "noisy preprocessing, fixed instead of chosen, in [0, 0.5)")
    private Double flipProbability;

    @Option(
            names = "--curve",
            description =
                    "rate-vs-rounds, rate-vs-qber, rate-vs-chsh, rate-vs-visibility,"
                            + " rate-vs-efficiency, rate-vs-distance or rate-vs-test-probability")
    private String curve;

    @Option(
            names = "--figure",
            description =
                    "review-3a, review-3b, review-3c (Zapatero et al. 2023), nosignal-2 (Masanes"
                            + " et al. 2014) or bounds")
    private String figure;

    @Option(names = "--plot", description = "file for the curve or figure: .svg, .png or .csv")
    private Path plot;

    @Option(
            names = "--points",
            defaultValue = "" + DEFAULT_POINTS,
            description = "points per line (default: ${DEFAULT-VALUE})")
    private int points;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (curve != null || figure != null) {
                draw(out);
            } else if (plot != null) {
                throw new IllegalArgumentException("--plot needs --curve or --figure");
            } else {
                out.println(cache.answer(spec, this::plan));
            }
            out.flush();
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private String plan() {
        OptionalDouble perSecond = device.roundsPerSecond();
        // before the long computation
        Parameters.requireAtLeast("targetBits", targetBits, 1);
        PlanReport report =
                PlanReport.compute(
                        setup(device.device()),
                        perSecond,
                        blockRounds(perSecond),
                        targetBits,
                        device.changes());
        return json ? report.answer().shown(true) : PlanText.of(report);
    }

    private long blockRounds(OptionalDouble perSecond) {
        if (rounds != null) {
            if (duration != null) {
                throw new IllegalArgumentException("--rounds and --duration exclude each other");
            }
            Parameters.requireAtLeast("rounds", rounds, 1);
            return rounds;
        }
        double rate =
                perSecond.orElseThrow(() ->
                        new IllegalArgumentException(
                                "--rounds, or --rate with --duration (1d by default), is needed"));
        return (long) Math.floor(rate * DurationText.seconds(duration == null ? "1d" : duration));
    }

    private Setup setup(HonestDevice honest) {
        return new Setup(
                honest,
                Setup.budget(epsilon),
                ecEfficiency,
                sigmas,
                testProbability == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(testProbability),
                flipProbability == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(flipProbability));
    }

    private void draw(PrintWriter out) {
        if (points < 2 || points > FigureRun.MOST_POINTS) {
            throw new IllegalArgumentException(
                    "points = " + points + " is outside [2, " + FigureRun.MOST_POINTS + "]");
        }
        if (plot != null) {
            FigureRun.requireKnownEnding(plot);
        }
        Figure chosen = chosen();
        // the file it goes to does not change what is computed
        String question =
                CacheOption.question(spec).replace("\n" + plot, "").replace("\n--json", "");
        PrintWriter err = spec.commandLine().getErr();
        String table =
                cache.answer(spec, question, () -> FigureRun.compute(chosen, points, err).table());
        FigureData data = FigureData.ofTable(chosen, table);
        if (plot != null) {
            write(data);
        }
        out.print(json ? FigureRun.answer(data).shown(true) + "\n" : plot == null ? table : "");
    }

    private void write(FigureData data) {
        try {
            FigureRun.write(data, plot);
        } catch (IOException e) {
            throw new Refused(ExitCode.FAILED, "cannot write " + plot + ": " + e);
        }
    }

    private Figure chosen() {
        if (curve != null && figure != null) {
            throw new IllegalArgumentException("--curve and --figure exclude each other");
        }
        Setup setup = setup(device.given() ? device.device() : HonestDevice.OXFORD_2022);
        if (figure != null) {
            return switch (figure) {
                case "review-3a" -> Figures.review3a();
                case "review-3b" -> Figures.review3b();
                case "review-3c" -> Figures.review3c(setup);
                case "nosignal-2" -> Figures.noSignal2();
                case "bounds" -> Figures.bounds();
                default ->
                        throw new IllegalArgumentException(
                                "figure = "
                                        + figure
                                        + " is unknown; known are review-3a, review-3b, review-3c,"
                                        + " nosignal-2, bounds");
            };
        }
        long n = rounds == null ? DEFAULT_CURVE_ROUNDS : rounds;
        return DeviceCurves.named(curve, setup, n, device.attenuation());
    }
}
