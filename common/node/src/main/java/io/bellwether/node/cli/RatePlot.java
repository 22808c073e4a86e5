package io.bellwether.node.cli;

import io.bellwether.node.ExitCode;
import io.bellwether.securityproof.planner.DeviceCurves;
import io.bellwether.securityproof.planner.Figure;
import io.bellwether.securityproof.planner.HonestDevice;
import io.bellwether.securityproof.planner.PlanTheorem;
import io.bellwether.securityproof.planner.Setup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** What {@code bellwether rate --plot} draws: the rate of one theorem against the rounds. */
final class RatePlot {
    private static final int POINTS = 200;

    private RatePlot() {}

    /**
     * The setup with the test probability chosen anew for each number of rounds.
     *
     * @param flipProbability as given on the command line
     */
    static Setup setup(
            double chsh,
            double qber,
            double epsilon,
            double ecEfficiency,
            double sigmas,
            double flipProbability) {
        return new Setup(
                HonestDevice.ofStatistics("given", chsh, qber),
                Setup.budget(epsilon),
                ecEfficiency,
                sigmas,
                OptionalDouble.empty(),
                OptionalDouble.of(flipProbability));
    }

    static void draw(Setup setup, PlanTheorem theorem, Path file, PrintWriter err) {
        FigureRun.requireKnownEnding(file);
        Figure all = DeviceCurves.named("rate-vs-rounds", setup, 1, 0);
        List<Figure.Line> lines =
                all.lines().stream()
                        .filter(line ->
                                line.name().equals(theorem.claimId())
                                        || !line.name().startsWith("KEYLEN"))
                        .toList();
        Figure figure =
                new Figure(
                        all.name(),
                        all.title(),
                        all.abscissa(),
                        all.ordinate(),
                        all.legend(),
                        lines);
        try {
            FigureRun.write(FigureRun.compute(figure, POINTS, err), file);
        } catch (IOException e) {
            throw new Refused(ExitCode.FAILED, "cannot write " + file + ": " + e);
        }
    }
}
