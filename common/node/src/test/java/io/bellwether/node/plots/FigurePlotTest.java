package io.bellwether.node.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.securityproof.planner.Figure;
import io.bellwether.securityproof.planner.Figures;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageIO;

class FigurePlotTest {
    private static FigureData computed(Figure figure) {
        double[] xs = figure.abscissa().points(11);
        List<double[]> lines =
                figure.lines().stream()
                        .map(line -> {
                            double[] ys = new double[xs.length];
                            for (int i = 0; i < ys.length; i++) {
                                ys[i] = line.value().applyAsDouble(xs[i]);
                            }
                            return ys;
                        })
                        .toList();
        return new FigureData(figure, xs, lines);
    }

    @Test
    @DisplayName("an SVG names the abscissa and every line, and is the same each time")
    void svg() throws IOException {
        FigureData data = computed(Figures.bounds());
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        FigurePlot.writeSvg(data, first);
        FigurePlot.writeSvg(data, second);
        String svg = first.toString(StandardCharsets.UTF_8);
        assertThat(svg).isEqualTo(second.toString(StandardCharsets.UTF_8));
        for (Figure.Line line : data.figure().lines()) {
            assertThat(svg).contains(line.name());
        }
        assertThat(svg)
                .contains(data.figure().abscissa().label(), "sans-serif")
                .doesNotContain("NaN");
    }

    @Test
    @DisplayName("a PNG is an image of more than one colour, also with logarithmic axes")
    void png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FigurePlot.writePng(computed(Figures.review3a()), out);
        var image = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        assertThat(image.getWidth()).isGreaterThan(600);
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        assertThat(Arrays.stream(pixels).distinct().count()).isGreaterThan(10);
    }

    @Test
    @DisplayName("a table holds the figure exactly, no key being 0")
    void table() {
        FigureData data = computed(Figures.bounds());
        FigureData read = FigureData.ofTable(data.figure(), data.table());
        assertThat(read.table()).isEqualTo(data.table());
        assertThat(read.abscissas()).isEqualTo(data.abscissas());
        assertThat(data.table()).doesNotContain("NaN").doesNotContain(",-");
    }

    @Test
    @DisplayName("a table of another figure is refused")
    void otherTable() {
        String table = computed(Figures.bounds()).table();
        assertThatThrownBy(() -> FigureData.ofTable(Figures.noSignal2(), table))
                .hasMessage("row 1 has 7 cells, not 9");
    }

    @Test
    @DisplayName("powers of ten are labelled with a raised exponent")
    void powers() {
        assertThat(new PowerFormat().format(1e-4)).isEqualTo("10\u207b\u2074");
        assertThat(new PowerFormat().format(1e10)).isEqualTo("10\u00b9\u2070");
        assertThat(new PowerFormat().format(0.5)).isEqualTo("0.5");
    }
}
