package io.bellwether.node.plots;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;

import io.bellwether.securityproof.planner.Figure;

import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTitleAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Draws a figure. Lines differ in colour (the palette of Okabe and Ito, which people with a colour
 * vision deficiency can tell apart) and in dashes.
 */
public final class FigurePlot {
    private static final int WIDTH = 880;
    private static final int HEIGHT = 560;

    /** Okabe, Ito: Color Universal Design (2008), and two greys. */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x56B4E9),
        new Color(0xE69F00),
        new Color(0x000000),
        new Color(0x7F7F7F)
    };

    private static final float[][] DASHES = {
        {}, {9, 4}, {2, 3}, {10, 3, 2, 3}, {16, 4}, {5, 2}, {1, 2}, {12, 3, 2, 3, 2, 3}
    };

    private static final Color GRID = new Color(0xDDDDDD);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 15);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);

    /** The legend stands this part of the plot away from its corner. */
    private static final double LEGEND_DISTANCE = 0.015;

    private static final Pattern FINE_DIGITS = Pattern.compile("(\\d\\.\\d\\d)\\d+");
    private static final Pattern FONT_FAMILY = Pattern.compile("(font-family:&quot;.*?&quot;)");

    /** About so many labels on a linear axis. */
    private static final int TICKS = 8;

    private FigurePlot() {}

    /** Scalable vector graphics. */
    public static void writeSvg(FigureData data, OutputStream out) throws IOException {
        VectorGraphics2D graphics = new OutlinedText();
        chart(data).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(graphics.getCommands(), new PageSize(WIDTH, HEIGHT))
                .writeTo(drawn);
        String svg = drawn.toString(StandardCharsets.UTF_8);
        // hundredths of a pixel are enough, and the font need not be installed where it is shown
        String shorter = FINE_DIGITS.matcher(svg).replaceAll("$1");
        String portable = FONT_FAMILY.matcher(shorter).replaceAll("$1,sans-serif");
        out.write(portable.getBytes(StandardCharsets.UTF_8));
    }

    /** Portable network graphics. */
    public static void writePng(FigureData data, OutputStream out) throws IOException {
        ChartUtils.writeChartAsPNG(out, chart(data), WIDTH, HEIGHT);
    }

    private static JFreeChart chart(FigureData data) {
        Figure figure = data.figure();
        XYSeriesCollection series = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setLegendLine(new Line2D.Double(-22, 0, 22, 0));
        for (int i = 0; i < data.ordinates().size(); i++) {
            series.addSeries(line(data, i));
            renderer.setSeriesPaint(i, COLOURS[i % COLOURS.length]);
            renderer.setSeriesStroke(i, stroke(DASHES[i % DASHES.length]));
        }
        XYPlot plot =
                new XYPlot(series, axis(figure.abscissa()), axis(figure.ordinate()), renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.addAnnotation(legend(plot, figure));
        JFreeChart chart = new JFreeChart(null, SMALL, plot, false);
        chart.setTitle(new TextTitle(figure.title(), TITLE));
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(8, 8, 8, 20));
        return chart;
    }

    private static XYTitleAnnotation legend(XYPlot plot, Figure figure) {
        Figure.Corner corner = figure.legend();
        LegendTitle legend = new LegendTitle(plot);
        legend.setItemFont(SMALL);
        legend.setBackgroundPaint(Color.WHITE);
        legend.setFrame(new BlockBorder(GRID));
        legend.setPosition(RectangleEdge.RIGHT);
        legend.setItemLabelPadding(new RectangleInsets(2, 6, 2, 6));
        boolean west = corner == Figure.Corner.NORTH_WEST || corner == Figure.Corner.SOUTH_WEST;
        boolean north = corner == Figure.Corner.NORTH_WEST || corner == Figure.Corner.NORTH_EAST;
        RectangleAnchor anchor =
                north
                        ? west ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT
                        : west ? RectangleAnchor.BOTTOM_LEFT : RectangleAnchor.BOTTOM_RIGHT;
        double x = west ? LEGEND_DISTANCE : 1 - LEGEND_DISTANCE;
        double y = north ? 1 - LEGEND_DISTANCE : LEGEND_DISTANCE;
        return new XYTitleAnnotation(
                part(figure.abscissa(), x), part(figure.ordinate(), y), legend, anchor);
    }

    /** The part of the range of values that is this part of the drawn axis. */
    private static double part(Figure.Axis axis, double drawn) {
        if (!axis.logarithmic()) {
            return drawn;
        }
        double ratio = axis.high() / axis.low();
        return (Math.pow(ratio, drawn) - 1) / (ratio - 1);
    }

    private static ValueAxis axis(Figure.Axis described) {
        ValueAxis axis = described.logarithmic() ? logarithmic(described) : linear(described);
        axis.setLabel(described.label());
        axis.setLabelFont(LABEL);
        axis.setTickLabelFont(SMALL);
        axis.setRange(described.low(), described.high());
        return axis;
    }

    private static NumberAxis linear(Figure.Axis described) {
        double least = (described.high() - described.low()) / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double step = 10 * power;
        for (int factor : new int[] {5, 2, 1}) {
            step = factor * power >= least ? factor * power : step;
        }
        NumberAxis axis = new NumberAxis();
        axis.setTickUnit(
                new NumberTickUnit(
                        step,
                        new DecimalFormat(
                                "0.#####", DecimalFormatSymbols.getInstance(Locale.ROOT))));
        return axis;
    }

    private static LogAxis logarithmic(Figure.Axis described) {
        LogAxis axis = new LogAxis();
        axis.setNumberFormatOverride(new PowerFormat());
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setMinorTickCount(9);
        axis.setMinorTickMarksVisible(true);
        axis.setSmallestValue(described.low());
        return axis;
    }

    /** Points with a key, and the neighbours without, where the line ends on the axis. */
    private static XYSeries line(FigureData data, int index) {
        Figure figure = data.figure();
        double[] xs = data.abscissas();
        double[] ys = data.ordinates().get(index);
        XYSeries series = new XYSeries(figure.lines().get(index).name(), false);
        boolean logarithmic = figure.ordinate().logarithmic();
        double least = logarithmic ? figure.ordinate().low() : Double.MIN_VALUE;
        for (int i = 0; i < xs.length; i++) {
            boolean ends = i > 0 && ys[i - 1] >= least || i + 1 < xs.length && ys[i + 1] >= least;
            if (ys[i] >= least || ends) {
                series.add(xs[i], Math.max(logarithmic ? least : 0, ys[i]));
            }
        }
        return series;
    }

    private static BasicStroke stroke(float[] dash) {
        return dash.length == 0
                ? new BasicStroke(2)
                : new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }
}
