package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

class PlaneProductsTest {
    private static final int PLANE = PlaneKernels.PLANE;
    private static final int ELEMENT = PlaneKernels.ELEMENT;

    /** Where operands stand in their arrays, to see that no offset is forgotten. */
    private static final int A = 24;

    private static final int OUT = 40;

    private interface Kernel {
        void add(long[] a, long[] expanded, long[] out);
    }

    private static int element(long[] planes, int at, int lane) {
        int element = 0;
        for (int bit = 0; bit < TowerField.BITS; bit++) {
            long word = planes[at + bit * PLANE + lane / 64];
            element |= (int) (word >>> lane & 1) << bit;
        }
        return element;
    }

    private static void addsProducts(int factorBits, Kernel kernel) {
        SplittableRandom random = new SplittableRandom(41);
        long[] a = random.longs(A + ELEMENT).toArray();
        long[] b = random.longs(ELEMENT).toArray();
        Arrays.fill(b, factorBits * PLANE, ELEMENT, 0);
        long[] out = random.longs(OUT + ELEMENT + 8).toArray();
        long[] before = out.clone();
        long[] expanded = new long[PlaneKernels.EXPANDED];
        PlaneKernels.expand(b, 0, expanded);
        kernel.add(a, expanded, out);
        for (int lane = 0; lane < 64 * PLANE; lane++) {
            int product = TowerField.times(element(a, A, lane), element(b, 0, lane));
            assertThat(element(out, OUT, lane))
                    .as("lane %d", lane)
                    .isEqualTo(element(before, OUT, lane) ^ product);
        }
        for (int word = 0; word < out.length; word++) {
            if (word < OUT || word >= OUT + ELEMENT) {
                assertThat(out[word]).as("word %d beside the result", word).isEqualTo(before[word]);
            }
        }
    }

    @Test
    @DisplayName("products on bit planes are the scalar field's in every lane")
    void products() {
        long[] scratch = new long[ELEMENT];
        addsProducts(16, (a, b, out) -> PlaneKernels.addProduct(a, A, b, out, OUT, scratch));
    }

    @Test
    @DisplayName("products with a factor in GF(256) or GF(16) are the scalar field's in every lane")
    void productsWithSubfields() {
        addsProducts(8, (a, b, out) -> PlaneKernels.addProductByByte(a, A, b, out, OUT));
        addsProducts(4, (a, b, out) -> PlaneKernels.addProductByNibble(a, A, b, out, OUT));
    }

    @Test
    @DisplayName(
            "an element added to every place of an expanded operand is as if expanded after it")
    void expandedElement() {
        long[] planes = new SplittableRandom(42).longs(ELEMENT).toArray();
        int element = 0xb5c3;
        long[] expanded = new long[PlaneKernels.EXPANDED];
        PlaneKernels.expand(planes, 0, expanded);
        long[] sum = new long[PlaneKernels.EXPANDED];
        PlaneKernels.expand(element, expanded, sum, sum.length);
        for (int word = 0; word < ELEMENT; word++) {
            planes[word] ^= -(long) (element >>> word / PLANE & 1);
        }
        PlaneKernels.expand(planes, 0, expanded);
        assertThat(sum).isEqualTo(expanded);
    }

    @Test
    @DisplayName("the generated products in the sources are what the generator writes")
    void sourcesAreGenerated() throws IOException {
        Path file = Path.of("src/main/java/io/bellwether/gf2/PlaneProducts.java");
        assertThat(stripped(Files.readString(file)))
                .isEqualTo(stripped(PlaneProductsGenerator.source()));
    }

    /** Without what the formatter decides: white space and the stars of comments. */
    private static String stripped(String source) {
        return source.replaceAll("[\\s*]+", "");
    }
}
