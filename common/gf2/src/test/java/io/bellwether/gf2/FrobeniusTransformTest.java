package io.bellwether.gf2;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.foundation.Workers;
import io.bellwether.gf2.BlockSteps.Block;
import io.bellwether.gf2.NovelBasis.Way;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

class FrobeniusTransformTest {
    /** Index bits of the group's number and of the place in a group after the butterflies. */
    private static final int[] PLACE_BITS = {9, 10, 11, 6, 7, 8, 12, 13, 14};

    private static int value(long[] planes, int coset, int group, int lane) {
        int at = coset * FrobeniusTransform.COSET + group * FrobeniusTransform.STRIDE;
        int bits = 0;
        for (int bit = 0; bit < TowerField.EXTENDED_BITS; bit++) {
            bits |= (int) (planes[at + bit * PlaneKernels.PLANE + lane / 64] >>> lane & 1) << bit;
        }
        return bits ^ bits << TowerField.BITS;
    }

    private static int point(EvaluationPoints points, int coset, int group, int lane) {
        int index = group;
        for (int k = 0; k < PLACE_BITS.length; k++) {
            index |= (lane >>> k & 1) << PLACE_BITS[k];
        }
        int sum = points.shift(coset, 0);
        for (int bit = 0; bit < EvaluationPoints.LEVELS; bit++) {
            sum ^= (index >>> bit & 1) * TowerField.cantor(bit);
        }
        return sum;
    }

    /** By Horner's rule. */
    private static int evaluate(BitArray bits, int point) {
        int value = 0;
        for (long i = bits.length() - 1; i >= 0; i--) {
            value = TowerField.timesExtended(value, point) ^ (bits.get(i) ? 1 : 0);
        }
        return value;
    }

    @Test
    @DisplayName("transformed polynomials are the polynomial's values at the points")
    void values() {
        SplittableRandom random = new SplittableRandom(61);
        EvaluationPoints points = EvaluationPoints.of(2);
        // Sparse, so that it can be evaluated: up to the highest power of z, in few terms.
        int count = 1 << 21;
        BitArray reversed = BitArray.ofLength(count);
        int[] powers = random.ints(40, 0, count).distinct().toArray();
        for (int power : powers) {
            reversed.set(count - 1 - power, true);
        }
        long[] values = new long[BlockTransform.valueWords(points)];
        transform(points, reversed, values);
        for (int k = 0; k < 100; k++) {
            int coset = random.nextInt(2);
            int group = random.nextInt(FrobeniusTransform.GROUPS);
            int lane = random.nextInt(64 * PlaneKernels.PLANE);
            int point = point(points, coset, group, lane);
            int expected = 0;
            for (int power : powers) {
                expected ^= power(point, power);
            }
            assertThat(value(values, coset, group, lane)).isEqualTo(expected);
        }
        BitArray first = BitArray.wrap(new long[] {random.nextLong()}, 64);
        BitArray backwards = BitArray.wrap(new long[] {Long.reverse(first.words()[0])}, 64);
        transform(points, backwards, values);
        assertThat(value(values, 1, 5, 77)).isEqualTo(evaluate(first, point(points, 1, 5, 77)));
    }

    private static void transform(EvaluationPoints points, BitArray reversed, long[] values) {
        BlockSteps blocks = new BlockSteps(points, 1, 1);
        Block block =
                new Block(
                        Way.FORWARD,
                        reversed.length(),
                        reversed.length(),
                        new long[][] {values},
                        0);
        List<Workers.Step> steps = new ArrayList<>();
        blocks.addTransforms(List.of(block), reversed, BitArray.ofLength(0), steps);
        Workers.ONE.run(steps);
        for (int coset = 0; coset < points.cosets(); coset++) {
            for (int set = 0; set < FrobeniusTransform.SETS; set++) {
                blocks.transform(0)
                        .butterflies(values, coset, FrobeniusTransform.LAST_STEP, set, Way.FORWARD);
            }
        }
    }

    private static int power(int base, int exponent) {
        int power = 1;
        for (int bit = 31 - Integer.numberOfLeadingZeros(exponent | 1); bit >= 0; bit--) {
            power = TowerField.timesExtended(power, power);
            if ((exponent >>> bit & 1) != 0) {
                power = TowerField.timesExtended(power, base);
            }
        }
        return power;
    }

    @Test
    @DisplayName("no two of the points are conjugate and all are of degree 32")
    void pointsAreNotConjugate() {
        SplittableRandom random = new SplittableRandom(62);
        EvaluationPoints points = EvaluationPoints.of(4);
        Set<Integer> seen = new HashSet<>();
        Set<Integer> chosen = new HashSet<>();
        for (int k = 0; k < 2000; k++) {
            int coset = random.nextInt(4);
            int group = random.nextInt(FrobeniusTransform.GROUPS);
            int point = point(points, coset, group, random.nextInt(64 * PlaneKernels.PLANE));
            if (!chosen.add(point)) {
                continue;
            }
            int conjugate = point;
            for (int i = 0; i < 32; i++) {
                assertThat(seen.add(conjugate)).as("conjugate %d of %x", i, point).isTrue();
                conjugate = TowerField.timesExtended(conjugate, conjugate);
            }
            assertThat(conjugate).isEqualTo(point);
        }
    }
}
