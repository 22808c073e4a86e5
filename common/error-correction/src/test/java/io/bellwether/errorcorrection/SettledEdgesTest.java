package io.bellwether.errorcorrection;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.QuasiCyclicMatrix;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class SettledEdgesTest {
    private static final int LIFTING = 64;
    private static final int LANES = 32;
    private static final int STRIP = LIFTING + LANES;

    private final SplittableRandom random = new SplittableRandom(31);
    private final QuasiCyclicMatrix matrix =
            new QuasiCyclicMatrix(
                    LIFTING, 5, new int[][] {{0, 1, 2, 3, 4}}, new int[][] {{3, 0, 63, 17, 40}});
    private final BitArray syndrome =
            BitArray.wrap(random.longs(BitArray.wordsFor(LIFTING)).toArray(), LIFTING);

    /** Certain, with random signs, in the given columns; doubtful in the others. */
    private short[] beliefs(Integer... certain) {
        short[] beliefs = new short[5 * STRIP];
        for (int i = 0; i < beliefs.length; i++) {
            int place = i % STRIP;
            int size = List.of(certain).contains(i / STRIP) ? SettledEdges.SETTLED : 1;
            beliefs[i] =
                    place < LIFTING
                            ? (short) (random.nextBoolean() ? size : -size)
                            : beliefs[i - LIFTING];
        }
        return beliefs;
    }

    private SettledEdges edges(short[] beliefs) {
        SettledEdges edges = new SettledEdges(matrix, beliefs, STRIP, LANES);
        edges.unsettle(syndrome);
        return edges;
    }

    @Test
    @DisplayName("the last edges settle up to one with a doubtful variable, and leave their signs")
    void lastEdges() {
        short[] beliefs = beliefs(1, 3, 4);
        SettledEdges edges = edges(beliefs);
        edges.settle(0);
        assertThat(edges.degree(0)).isEqualTo(3);
        for (int z = 0; z < LIFTING; z++) {
            boolean odd = syndrome.get(z);
            for (int e = 3; e < 5; e++) {
                odd ^= beliefs[e * STRIP + (z + matrix.shifts()[0][e]) % LIFTING] < 0;
            }
            assertThat(edges.signs()[z] < 0).as("check %d", z).isEqualTo(odd);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 37, 63})
    @DisplayName("one variable of a circulant that is short of certainty keeps the edge unsettled")
    void oneInDoubt(int place) {
        short[] beliefs = beliefs(4);
        beliefs[4 * STRIP + place] = (short) (1 - SettledEdges.SETTLED);
        SettledEdges edges = edges(beliefs);
        edges.settle(0);
        assertThat(edges.degree(0)).isEqualTo(5);
    }

    @Test
    @DisplayName("two edges always take part, and after a review all do, with the syndrome's signs")
    void review() {
        SettledEdges edges = edges(beliefs(0, 1, 2, 3, 4));
        edges.settle(0);
        assertThat(edges.degree(0)).isEqualTo(2);
        edges.unsettle(syndrome);
        assertThat(edges.degree(0)).isEqualTo(5);
        for (int z = 0; z < LIFTING; z++) {
            assertThat(edges.signs()[z] < 0).isEqualTo(syndrome.get(z));
        }
    }

    @Test
    @DisplayName("a variable that settled on a wrong value is found at the next review")
    void wrongValue() {
        int rows = 16;
        int[][] columns = new int[rows][];
        int[][] shifts = new int[rows][];
        for (int row = 0; row < rows; row++) {
            columns[row] = new int[] {0, 1, 2};
            shifts[row] = new int[] {row, 2 * row, 3 * row};
        }
        var three = new QuasiCyclicMatrix(LIFTING, 3, columns, shifts);
        BitArray errors = BitArray.ofLength(3 * LIFTING);
        short[] priors = new short[3 * LIFTING];
        for (int i = 0; i < priors.length; i++) {
            boolean wrong = i >= 2 * LIFTING;
            errors.set(i, wrong);
            // settles in the first rows, until their messages and those of the rest outweigh it
            priors[i] = wrong ? 1500 : BoxPlus.CERTAIN;
        }
        LayeredDecoder decoder = LayeredDecoder.of(three);
        BitArray difference = BitArray.ofLength(3 * LIFTING);
        assertThat(decoder.decode(priors, three.syndrome(errors), difference, 60)).isEqualTo(16);
        assertThat(difference).isEqualTo(errors);
    }

    @Test
    @DisplayName("a check sends two doubtful variables the same with a settled edge as without it")
    void sameMessages() {
        short[] beliefs = new short[3 * LANES];
        for (int i = 0; i < LANES; i++) {
            beliefs[i] = (short) (random.nextInt(401) - 200);
            beliefs[LANES + i] = (short) (random.nextInt(401) - 200);
            int size = SettledEdges.SETTLED + random.nextInt(50);
            beliefs[2 * LANES + i] = (short) (random.nextBoolean() ? size : -size);
        }
        byte[] messages = new byte[3 * LANES];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = (byte) (random.nextInt(255) - 127);
        }
        short[] signs = new short[LANES];
        for (int i = 0; i < LANES; i++) {
            signs[i] = (short) random.nextInt();
        }
        short[] signsWithout = signs.clone();
        for (int i = 0; i < LANES; i++) {
            signsWithout[i] ^= beliefs[2 * LANES + i];
        }
        short[] beliefsWithout = beliefs.clone();
        byte[] messagesWithout = messages.clone();
        int[] at = {0, LANES, 2 * LANES};
        CheckNodes nodes = CheckNodes.of(LANES, 3);
        boolean violated = nodes.update(new CheckGroup(3, at, beliefs, signs, 0, messages, 0));
        CheckGroup without =
                new CheckGroup(2, at, beliefsWithout, signsWithout, 0, messagesWithout, 0);
        assertThat(nodes.update(without)).isEqualTo(violated);
        assertThat(Arrays.copyOf(messages, 2 * LANES))
                .isEqualTo(Arrays.copyOf(messagesWithout, 2 * LANES));
        assertThat(Arrays.copyOf(beliefs, 2 * LANES))
                .isEqualTo(Arrays.copyOf(beliefsWithout, 2 * LANES));
    }
}
