package io.bellwether.node.cli;

import io.bellwether.node.plots.FigureData;
import io.bellwether.node.plots.FigurePlot;
import io.bellwether.securityproof.planner.Figure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Computes a figure on all cores and writes it. */
final class FigureRun {
    static final int MOST_POINTS = 10_000;

    private FigureRun() {}

    static FigureData compute(Figure figure, int points, PrintWriter err) {
        double[] abscissas = figure.abscissa().points(points);
        List<double[]> ordinates = new ArrayList<>();
        figure.lines().forEach(line -> ordinates.add(new double[points]));
        int total = points * ordinates.size();
        ProgressBar bar = new ProgressBar(err, figure.name(), total);
        // neighbours cost alike: walk across the lines
        IntStream.range(0, total)
                .parallel()
                .forEach(i -> {
                    int line = i % ordinates.size();
                    int point = i / ordinates.size();
                    ordinates.get(line)[point] =
                            figure.lines().get(line).value().applyAsDouble(abscissas[point]);
                    bar.advance();
                });
        bar.finish();
        return new FigureData(figure, abscissas, ordinates);
    }

    /** By the ending of the name: .svg, .png or .csv. */
    static void write(FigureData data, Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        try (OutputStream out = Files.newOutputStream(file)) {
            if (name.endsWith(".svg")) {
                FigurePlot.writeSvg(data, out);
            } else if (name.endsWith(".png")) {
                FigurePlot.writePng(data, out);
            } else {
                out.write(data.table().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Refuses other endings before anything is computed. */
    static void requireKnownEnding(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".svg") && !name.endsWith(".png") && !name.endsWith(".csv")) {
            throw new IllegalArgumentException(
                    "plot = " + file + " ends neither in .svg nor in .png nor in .csv");
        }
    }

    /** The JSON object of a figure; where there is no key the value is 0. */
    static Answer answer(FigureData data) {
        Figure figure = data.figure();
        Answer lines = new Answer();
        for (int i = 0; i < figure.lines().size(); i++) {
            List<Double> values = new ArrayList<>();
            for (double value : data.ordinates().get(i)) {
                values.add(Math.max(0, value));
            }
            lines.put(figure.lines().get(i).name(), values);
        }
        List<Double> abscissas = new ArrayList<>();
        for (double value : data.abscissas()) {
            abscissas.add(value);
        }
        return new Answer()
                .put("figure", figure.name())
                .put("title", figure.title())
                .put("abscissa", figure.abscissa().label())
                .put("ordinate", figure.ordinate().label())
                .put("points", abscissas)
                .put("lines", lines);
    }
}
