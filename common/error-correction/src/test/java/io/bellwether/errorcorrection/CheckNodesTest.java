package io.bellwether.errorcorrection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

class CheckNodesTest {
    /** The vector kernels that this machine has registers for. */
    private static List<IntFunction<CheckNodes>> vectorKernels() {
        List<IntFunction<CheckNodes>> kernels = new ArrayList<>();
        if (ByteCheckNodes.supports(128)) {
            kernels.add(ByteCheckNodes::new);
        }
        if (ShortCheckNodes.supports(128)) {
            kernels.add(ShortCheckNodes::new);
        }
        assumeThat(kernels).isNotEmpty();
        return kernels;
    }

    @Test
    @DisplayName("the vector kernels equal the scalar one in every belief, message and verdict")
    void vectorEqualsScalar() {
        for (IntFunction<CheckNodes> kernel : vectorKernels()) {
            SplittableRandom random = new SplittableRandom(11);
            for (int degree : new int[] {2, 3, 20, 67, 300, 4096}) {
                CheckNodes vector = kernel.apply(degree);
                CheckNodes scalar = new ScalarCheckNodes(vector.lanes(), degree);
                for (int trial = 0; trial < 40; trial++) {
                    compare(vector, scalar, degree, trial, random);
                }
            }
        }
    }

    private static void compare(
            CheckNodes vector, CheckNodes scalar, int degree, int trial, SplittableRandom random) {
        int lanes = vector.lanes();
        int[] at = new int[degree];
        for (int e = 0; e < degree; e++) {
            at[e] = e * (lanes + 3);
        }
        short[] beliefs = new short[degree * (lanes + 3)];
        int spread = new int[] {8000, 5, 150, 0}[trial % 4];
        int certain = spread == 0 ? BoxPlus.CERTAIN : 0;
        for (int i = 0; i < beliefs.length; i++) {
            beliefs[i] = (short) (random.nextInt(2 * spread + 1) - spread + certain);
        }
        byte[] messages = new byte[degree * lanes + 7];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = (byte) (random.nextInt(255) - 127);
        }
        short[] signs = new short[lanes + 5];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = (short) random.nextInt();
        }
        if (trial % 8 == 3) {
            // one variable that is not certain, or almost
            beliefs[random.nextInt(beliefs.length)] = (short) random.nextInt(2 * BoxPlus.LARGEST);
        }
        short[] otherBeliefs = beliefs.clone();
        byte[] otherMessages = inNaturalOrder(vector, messages, 7);
        boolean violated =
                vector.update(new CheckGroup(degree, at, beliefs, signs, 5, messages, 7));
        CheckGroup other = new CheckGroup(degree, at, otherBeliefs, signs, 5, otherMessages, 7);
        assertThat(scalar.update(other)).isEqualTo(violated);
        assertThat(beliefs).isEqualTo(otherBeliefs);
        assertThat(inNaturalOrder(vector, messages, 7)).isEqualTo(otherMessages);
    }

    /** Where a kernel has the message of a check: two vectors of shorts pack into one of bytes. */
    private static int lane(CheckNodes kernel, int check) {
        int half = kernel.lanes() / 2;
        boolean packed = kernel instanceof ByteCheckNodes;
        return packed ? 2 * (check % half) + check / half : check;
    }

    /** The same, but with each check in the lane that the scalar kernel has it in. */
    private static byte[] inNaturalOrder(CheckNodes kernel, byte[] values, int from) {
        byte[] natural = values.clone();
        for (int i = from; i < values.length; i++) {
            int check = (i - from) % kernel.lanes();
            natural[i] = values[i - check + lane(kernel, check)];
        }
        return natural;
    }

    @Test
    @DisplayName(
            "all kernels take of each belief the newer copy, wherever the group crossed the end")
    void joinedCopies() {
        SplittableRandom random = new SplittableRandom(12);
        for (IntFunction<CheckNodes> kernel : vectorKernels()) {
            CheckNodes vector = kernel.apply(2);
            int lanes = vector.lanes();
            int[] columnsAt = {3, 3 + 3 * lanes};
            for (int shift = 0; shift < 2 * lanes; shift++) {
                int[] shifts = {shift, random.nextInt(2 * lanes)};
                short[] beliefs = new short[6 * lanes + 5];
                for (int i = 0; i < beliefs.length; i++) {
                    beliefs[i] = (short) random.nextInt();
                }
                short[] before = beliefs.clone();
                short[] other = beliefs.clone();
                vector.join(2, columnsAt, shifts, 2 * lanes, beliefs);
                new ScalarCheckNodes(lanes, 2).join(2, columnsAt, shifts, 2 * lanes, other);
                assertThat(beliefs).isEqualTo(other);
                for (int i = 0; i < lanes; i++) {
                    int newer = i < shift % lanes ? 3 + 2 * lanes + i : 3 + i;
                    assertThat(beliefs[3 + i]).isEqualTo(before[newer]);
                    assertThat(beliefs[3 + 2 * lanes + i]).isEqualTo(before[newer]);
                }
            }
        }
    }

    @Test
    @DisplayName("box-plus of any two magnitudes is one, so that no kernel has to look")
    void boxPlusIsMagnitude() {
        for (int a = 0; a <= BoxPlus.LARGEST; a++) {
            for (int b = 0; b <= BoxPlus.LARGEST; b++) {
                assertThat(BoxPlus.of(a, b)).isBetween(0, Math.min(a, b));
            }
        }
    }

    @Test
    @DisplayName("box-plus with the largest magnitude, certainty, gives the other one")
    void boxPlusOfCertainty() {
        for (int b = 0; b <= BoxPlus.LARGEST; b++) {
            assertThat(BoxPlus.of(BoxPlus.LARGEST, b)).isEqualTo(b);
            assertThat(BoxPlus.of(b, BoxPlus.LARGEST)).isEqualTo(b);
        }
    }

    @Test
    @DisplayName("box-plus on steps stays within one and a half steps of the exact operation")
    void boxPlusIsClose() {
        for (int a = 0; a <= 100; a++) {
            for (int b = 0; b <= 100; b++) {
                double x = Math.tanh(a * BoxPlus.STEP / 2) * Math.tanh(b * BoxPlus.STEP / 2);
                double exact = 2 * atanh(x) / BoxPlus.STEP;
                assertThat(BoxPlus.of(a, b)).isBetween((int) (exact - 1.5), (int) (exact + 1.5));
            }
        }
    }

    private static double atanh(double x) {
        return 0.5 * Math.log1p(2 * x / (1 - x));
    }
}
