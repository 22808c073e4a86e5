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
    private static final int LONG_ELEMENT = PlaneKernels.LONG_ELEMENT;

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

    /** Two elements are a0 and a0 + a1. */
    private static int longElement(long[] planes, int at, int lane) {
        int low = element(planes, at, lane);
        return low | (low ^ element(planes, at + ELEMENT, lane)) << TowerField.BITS;
    }

    private static void addsProducts(Kernel kernel) {
        SplittableRandom random = new SplittableRandom(41);
        long[] a = random.longs(A + ELEMENT).toArray();
        long[] b = random.longs(ELEMENT).toArray();
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
        addsProducts((a, b, out) -> PlaneKernels.addProduct(a, A, b, out, OUT, scratch));
    }

    @Test
    @DisplayName("products in GF(2^32) on bit planes are the scalar field's in every lane")
    void longProducts() {
        SplittableRandom random = new SplittableRandom(43);
        long[] a = random.longs(A + LONG_ELEMENT).toArray();
        long[] b = random.longs(LONG_ELEMENT).toArray();
        long[] out = random.longs(OUT + LONG_ELEMENT + 8).toArray();
        long[] before = out.clone();
        long[] scratch = new long[PlaneKernels.SCRATCH];
        long[] low = new long[PlaneKernels.EXPANDED];
        long[] both = new long[PlaneKernels.EXPANDED];
        PlaneKernels.expand(b, 0, low);
        PlaneKernels.expand(b, ELEMENT, both);
        // The upper half of the factor is the same in every lane.
        int high = 0x9d07;
        int constant = TowerField.times(high, TowerField.STEP);
        long[] expanded = new long[PlaneKernels.EXPANDED];
        PlaneKernels.expand(constant, PlaneKernels.ZERO, expanded);
        PlaneKernels.expand(0, high, low, new long[PlaneKernels.EXPANDED], both);
        PlaneKernels.addLongProduct(a, A, low, both, expanded, out, OUT, scratch);
        for (int lane = 0; lane < 64 * PLANE; lane++) {
            int factor = element(b, 0, lane) | high << TowerField.BITS;
            int product = TowerField.timesExtended(longElement(a, A, lane), factor);
            assertThat(longElement(out, OUT, lane))
                    .as("lane %d", lane)
                    .isEqualTo(longElement(before, OUT, lane) ^ product);
        }
        assertThat(Arrays.copyOf(out, OUT)).isEqualTo(Arrays.copyOf(before, OUT));
        int end = OUT + LONG_ELEMENT;
        assertThat(Arrays.copyOfRange(out, end, end + 8))
                .isEqualTo(Arrays.copyOfRange(before, end, end + 8));
    }

    @Test
    @DisplayName("sums of products in three parts are the sum of the scalar field's products")
    void sumsOfProducts() {
        SplittableRandom random = new SplittableRandom(44);
        long[] scratch = new long[PlaneKernels.SCRATCH];
        long[] sums = new long[3 * ELEMENT];
        int[] expected = new int[64 * PLANE];
        for (int k = 0; k < 3; k++) {
            long[] a = random.longs(A + LONG_ELEMENT).toArray();
            long[] b = random.longs(OUT + LONG_ELEMENT).toArray();
            PlaneKernels.addProducts(a, A, b, OUT, sums, 0, scratch);
            for (int lane = 0; lane < expected.length; lane++) {
                expected[lane] ^=
                        TowerField.timesExtended(
                                longElement(a, A, lane), longElement(b, OUT, lane));
            }
        }
        long[] out = new long[LONG_ELEMENT];
        PlaneKernels.joinProducts(sums, 0, out, 0, scratch);
        for (int lane = 0; lane < expected.length; lane++) {
            assertThat(longElement(out, 0, lane)).as("lane %d", lane).isEqualTo(expected[lane]);
        }
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
        PlaneKernels.expand(element, expanded, sum);
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
