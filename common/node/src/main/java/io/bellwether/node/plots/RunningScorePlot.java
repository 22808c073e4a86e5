package io.bellwether.node.plots;

import io.bellwether.bell.ChshGame;
import io.bellwether.node.analysis.Analysis;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/**
 * S over the test rounds, with a band of one standard error and the local and the quantum bound; as
 * SVG or PNG, by the file's ending. Few enough shapes to need no library.
 */
public final class RunningScorePlot {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 520;
    private static final int LEFT = 70;
    private static final int RIGHT = 850;
    private static final int TOP = 50;
    private static final int BOTTOM = 460;
    private static final double LOWEST = 0;
    private static final double HIGHEST = 4;

    private static final String BLACK = "#222222";
    private static final String GREY = "#dddddd";
    private static final String BLUE = "#0072b2";
    private static final String PALE_BLUE = "#cfe3f1";
    private static final String ORANGE = "#d55e00";
    private static final String GREEN = "#009e73";

    private final List<Shape> shapes = new ArrayList<>();
    private final List<Analysis.Point> points;
    private final double first;
    private final double last;

    /** What is drawn, in order; coordinates in pixels from the top left. */
    private sealed interface Shape {
        /**
         * @param fill colour, or null for a line
         * @param stroke colour, or null
         */
        record Line(double[] x, double[] y, String fill, String stroke, double width)
                implements Shape {}

        record Text(double x, double y, String text, int size, int anchor, String colour)
                implements Shape {}
    }

    private RunningScorePlot(Analysis analysis) {
        this.points = analysis.running();
        this.first = Math.log10(points.getFirst().testRounds());
        this.last = Math.max(first + 0.1, Math.log10(points.getLast().testRounds()));
        drawAxes(analysis.name());
        drawScore();
        drawBound(ChshGame.LOCAL_BOUND, "local bound 2", ORANGE);
        drawBound(ChshGame.QUANTUM_BOUND, "quantum bound 2.8284", GREEN);
    }

    /**
     * Draws the run.
     *
     * @param file ends in .svg or .png
     * @throws IllegalArgumentException if it ends otherwise, or the run has no order of rounds
     */
    public static void write(Analysis analysis, Path file) throws IOException {
        if (analysis.running().isEmpty()) {
            throw new IllegalArgumentException(
                    analysis.name() + ": no running S: counts have no order, or too few rounds");
        }
        String name = file.getFileName().toString();
        RunningScorePlot plot = new RunningScorePlot(analysis);
        if (name.endsWith(".svg")) {
            Files.writeString(file, plot.svg());
        } else if (name.endsWith(".png")) {
            ImageIO.write(plot.image(), "png", file.toFile());
        } else {
            throw new IllegalArgumentException("--plot: %s; .svg or .png".formatted(name));
        }
    }

    private void drawAxes(String name) {
        for (int s = 0; s <= 4; s++) {
            line(GREY, 1, LEFT, y(s), RIGHT, y(s));
            shapes.add(new Shape.Text(LEFT - 10, y(s) + 5, Integer.toString(s), 14, 1, BLACK));
        }
        int[] mantissas = last - first < 3 ? new int[] {1, 2, 5} : new int[] {1};
        for (int power = 0; power <= 12; power++) {
            for (int mantissa : mantissas) {
                drawTick(mantissa, power);
            }
        }
        line(BLACK, 1, LEFT, TOP, LEFT, BOTTOM, RIGHT, BOTTOM);
        shapes.add(new Shape.Text((LEFT + RIGHT) / 2.0, BOTTOM + 45, "test rounds", 15, 0, BLACK));
        shapes.add(new Shape.Text(LEFT - 45, TOP - 12, "S", 15, 0, BLACK));
        shapes.add(
                new Shape.Text(
                        (LEFT + RIGHT) / 2.0,
                        TOP - 20,
                        "CHSH value so far, band of one standard error: " + name,
                        15,
                        0,
                        BLACK));
    }

    private void drawTick(int mantissa, int power) {
        double at = Math.log10(mantissa) + power;
        if (at >= first - 1e-9 && at <= last + 1e-9) {
            line(GREY, 1, x(at), TOP, x(at), BOTTOM);
            String label =
                    power < 4
                            ? Long.toString(Math.round(Math.pow(10, at)))
                            : mantissa + "e" + power;
            shapes.add(new Shape.Text(x(at), BOTTOM + 20, label, 14, 0, BLACK));
        }
    }

    private void drawScore() {
        int count = points.size();
        double[] bandX = new double[2 * count];
        double[] bandY = new double[2 * count];
        double[] lineX = new double[count];
        double[] lineY = new double[count];
        for (int i = 0; i < count; i++) {
            Analysis.Point point = points.get(i);
            lineX[i] = x(Math.log10(point.testRounds()));
            lineY[i] = y(point.chsh());
            bandX[i] = lineX[i];
            bandX[2 * count - 1 - i] = lineX[i];
            bandY[i] = y(point.chsh() + point.standardError());
            bandY[2 * count - 1 - i] = y(point.chsh() - point.standardError());
        }
        shapes.add(new Shape.Line(bandX, bandY, PALE_BLUE, null, 0));
        shapes.add(new Shape.Line(lineX, lineY, null, BLUE, 2));
    }

    private void drawBound(double value, String label, String colour) {
        line(colour, 1.5, LEFT, y(value), RIGHT, y(value));
        shapes.add(new Shape.Text(RIGHT - 6, y(value) - 6, label, 14, 1, colour));
    }

    private void line(String colour, double width, double... coordinates) {
        double[] x = new double[coordinates.length / 2];
        double[] y = new double[coordinates.length / 2];
        for (int i = 0; i < x.length; i++) {
            x[i] = coordinates[2 * i];
            y[i] = coordinates[2 * i + 1];
        }
        shapes.add(new Shape.Line(x, y, null, colour, width));
    }

    private double x(double logRounds) {
        return LEFT + (RIGHT - LEFT) * (logRounds - first) / (last - first);
    }

    private static double y(double s) {
        double clamped = Math.clamp(s, LOWEST, HIGHEST);
        return BOTTOM - (BOTTOM - TOP) * (clamped - LOWEST) / (HIGHEST - LOWEST);
    }

    private String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">\n"
                        .formatted(WIDTH, HEIGHT));
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (Shape shape : shapes) {
            switch (shape) {
                case Shape.Line line -> appendLine(svg, line);
                case Shape.Text text ->
                        svg.append(
                                String.format(
                                        Locale.ROOT,
                                        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\""
                                                + " font-family=\"sans-serif\" fill=\"%s\""
                                                + " text-anchor=\"%s\">%s</text>%n",
                                        text.x(),
                                        text.y(),
                                        text.size(),
                                        text.colour(),
                                        text.anchor() == 0 ? "middle" : "end",
                                        escaped(text.text())));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private static void appendLine(StringBuilder svg, Shape.Line line) {
        svg.append("<polyline points=\"");
        for (int i = 0; i < line.x().length; i++) {
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", line.x()[i], line.y()[i]));
        }
        svg.append(
                String.format(
                        Locale.ROOT,
                        "\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n",
                        line.fill() == null ? "none" : line.fill(),
                        line.stroke() == null ? "none" : line.stroke(),
                        line.width()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private BufferedImage image() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        for (Shape shape : shapes) {
            switch (shape) {
                case Shape.Line line -> paint(graphics, line);
                case Shape.Text text -> paint(graphics, text);
            }
        }
        graphics.dispose();
        return image;
    }

    private static void paint(Graphics2D graphics, Shape.Line line) {
        Path2D path = new Path2D.Double();
        path.moveTo(line.x()[0], line.y()[0]);
        for (int i = 1; i < line.x().length; i++) {
            path.lineTo(line.x()[i], line.y()[i]);
        }
        if (line.fill() != null) {
            graphics.setColor(Color.decode(line.fill()));
            graphics.fill(path);
        }
        if (line.stroke() != null) {
            graphics.setColor(Color.decode(line.stroke()));
            graphics.setStroke(new BasicStroke((float) line.width()));
            graphics.draw(path);
        }
    }

    private static void paint(Graphics2D graphics, Shape.Text text) {
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, text.size()));
        graphics.setColor(Color.decode(text.colour()));
        int width = graphics.getFontMetrics().stringWidth(text.text());
        double from = text.anchor() == 0 ? text.x() - width / 2.0 : text.x() - width;
        graphics.drawString(text.text(), (float) from, (float) text.y());
    }
}
