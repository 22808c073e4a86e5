package io.bellwether.errorcorrection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class CheckNodesTest {
    @Test
    @DisplayName("the vector kernel equals the scalar one in every belief, message and verdict")
    void vectorEqualsScalar() {
        assumeThat(VectorCheckNodes.supports(128)).isTrue();
        SplittableRandom random = new SplittableRandom(11);
        for (int degree : new int[] {2, 3, 20, 67, 300, 4096}) {
            CheckNodes vector = new VectorCheckNodes(degree);
            CheckNodes scalar = new ScalarCheckNodes(vector.lanes(), degree);
            for (int trial = 0; trial < 40; trial++) {
                compare(vector, scalar, degree, trial, random);
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
        byte[] signs = new byte[lanes + 5];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = (byte) (random.nextBoolean() ? -128 : 0);
        }
        if (trial % 8 == 3) {
            // one variable that is not certain, or almost
            beliefs[random.nextInt(beliefs.length)] = (short) random.nextInt(2 * BoxPlus.LARGEST);
        }
        short[] otherBeliefs = beliefs.clone();
        byte[] otherMessages = messages.clone();
        boolean violated = vector.update(degree, at, beliefs, signs, 5, messages, 7);
        assertThat(scalar.update(degree, at, otherBeliefs, signs, 5, otherMessages, 7))
                .isEqualTo(violated);
        assertThat(beliefs).isEqualTo(otherBeliefs);
        assertThat(messages).isEqualTo(otherMessages);
    }

    @Test
    @DisplayName(
            "both kernels take of each belief the newer copy, wherever the group crossed the end")
    void joinedCopies() {
        assumeThat(VectorCheckNodes.supports(128)).isTrue();
        SplittableRandom random = new SplittableRandom(12);
        CheckNodes vector = new VectorCheckNodes(2);
        int lanes = vector.lanes();
        for (int crossed = 0; crossed < lanes; crossed++) {
            short[] beliefs = new short[3 * lanes + 5];
            for (int i = 0; i < beliefs.length; i++) {
                beliefs[i] = (short) random.nextInt();
            }
            short[] other = beliefs.clone();
            vector.join(beliefs, 3, 3 + 2 * lanes, crossed);
            new ScalarCheckNodes(lanes, 2).join(other, 3, 3 + 2 * lanes, crossed);
            assertThat(beliefs).isEqualTo(other);
            assertThat(Arrays.copyOfRange(beliefs, 3, 3 + lanes))
                    .isEqualTo(Arrays.copyOfRange(beliefs, 3 + 2 * lanes, 3 + 3 * lanes));
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
