package io.bellwether.errorcorrection;

import io.bellwether.foundation.BitArray;
import io.bellwether.gf2.QuasiCyclicMatrix;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Belief propagation with a layered schedule: base rows are updated one after the other, each with
 * the beliefs its predecessors left (Hocevar 2004, "A reduced complexity decoder architecture via
 * layered decoding of LDPC codes"). Finds the difference between two keys from the difference of
 * their syndromes.
 *
 * <p>One decoder serves one thread; memory is about 3 bytes for a bit and one for an edge.
 */
final class LayeredDecoder {
    /** Every so many iterations all edges take part, in case one settled on a wrong value. */
    private static final int REVIEW_PERIOD = 16;

    private final QuasiCyclicMatrix matrix;
    private final CheckNodes checkNodes;
    private final int lanes;

    /** Beliefs in a strip; the first {@code lanes} beliefs of a column are repeated at its end. */
    private final int strip;

    private final short[] beliefs;
    private final byte[] messages;
    private final SettledEdges settled;
    private final int[] firstMessage;
    private final int[] at;

    LayeredDecoder(QuasiCyclicMatrix matrix, CheckNodes checkNodes) {
        if (Integer.bitCount(matrix.liftingSize()) != 1) {
            throw new IllegalArgumentException(
                    "lifting size: " + matrix.liftingSize() + "; need a power of two");
        }
        this.matrix = matrix;
        this.checkNodes = checkNodes;
        lanes = checkNodes.lanes();
        strip = matrix.liftingSize() + lanes;
        beliefs = new short[matrix.baseColumns() * strip];
        firstMessage = new int[matrix.baseRows() + 1];
        int largestDegree = 0;
        for (int row = 0; row < matrix.baseRows(); row++) {
            int degree = matrix.columns()[row].length;
            firstMessage[row + 1] = Math.addExact(firstMessage[row], degree * matrix.liftingSize());
            largestDegree = Math.max(largestDegree, degree);
        }
        messages = new byte[firstMessage[matrix.baseRows()]];
        settled = new SettledEdges(matrix, beliefs, strip, lanes);
        at = new int[largestDegree];
    }

    /** A decoder with the fastest check nodes this machine has for the matrix. */
    static LayeredDecoder of(QuasiCyclicMatrix matrix) {
        int largestDegree = 0;
        for (int[] row : matrix.columns()) {
            largestDegree = Math.max(largestDegree, row.length);
        }
        return new LayeredDecoder(matrix, CheckNodes.of(matrix.liftingSize(), largestDegree));
    }

    /**
     * Looks for a difference with the given syndrome.
     *
     * @param priors for each column of the matrix its log-likelihood ratio in steps
     * @param syndrome the syndrome of the difference
     * @param difference receives the hard decisions, as many as it is long
     * @param largestIterations the bound on iterations
     * @return the iterations used, or -1 if the bound was reached
     */
    int decode(short[] priors, BitArray syndrome, BitArray difference, int largestIterations) {
        start(priors, syndrome);
        int nearlyThere = 0;
        for (int iteration = 1; iteration <= largestIterations; iteration++) {
            if (iteration % REVIEW_PERIOD == 0) {
                settled.unsettle(syndrome);
            }
            int violatedRows = iterate();
            nearlyThere = violatedRows <= TrapEscape.FEW_ROWS ? nearlyThere + 1 : 0;
            // what was violated before this iteration need not be so after it
            if (nearlyThere > 0 && explains(syndrome, difference)) {
                return iteration;
            }
            if (nearlyThere == TrapEscape.PATIENCE) {
                return new TrapEscape(this, syndrome, difference)
                        .tryUntil(iteration, largestIterations);
            }
        }
        return -1;
    }

    /**
     * Updates every row once, but for its settled edges; returns how many had a check that was
     * violated before.
     */
    int iterate() {
        int violatedRows = 0;
        for (int row = 0; row < matrix.baseRows(); row++) {
            violatedRows += updateRow(row) ? 1 : 0;
        }
        return violatedRows;
    }

    /** Forgets what the last decoding left behind. */
    void erase() {
        Arrays.fill(beliefs, (short) 0);
        Arrays.fill(messages, (byte) 0);
        settled.erase();
    }

    private void start(short[] priors, BitArray syndrome) {
        int lifting = matrix.liftingSize();
        for (int column = 0; column < matrix.baseColumns(); column++) {
            System.arraycopy(priors, column * lifting, beliefs, column * strip, lifting);
            System.arraycopy(beliefs, column * strip, beliefs, column * strip + lifting, lanes);
        }
        Arrays.fill(messages, (byte) 0);
        settled.unsettle(syndrome);
    }

    private boolean updateRow(int row) {
        int lifting = matrix.liftingSize();
        int[] columns = matrix.columns()[row];
        int[] shifts = matrix.shifts()[row];
        int degree = settled.degree(row);
        boolean violated = false;
        for (int z = 0; z < lifting; z += lanes) {
            locate(degree, columns, shifts, z, lifting - 1);
            CheckGroup group =
                    new CheckGroup(
                            degree,
                            at,
                            beliefs,
                            settled.signs(),
                            row * lifting + z,
                            messages,
                            firstMessage[row] + z * columns.length);
            violated |= checkNodes.update(group);
        }
        locate(degree, columns, shifts, 0, 0);
        checkNodes.join(degree, at, shifts, lifting, beliefs);
        settled.settle(row);
        return violated;
    }

    /**
     * Where in each column the group at z begins: the sum with the shift, modulo a power of two.
     */
    private void locate(int degree, int[] columns, int[] shifts, int z, int mask) {
        for (int e = 0; e < degree; e++) {
            at[e] = columns[e] * strip + ((shifts[e] + z) & mask);
        }
    }

    /** Whether the hard decisions have the syndrome; if so, they are the difference. */
    boolean explains(BitArray syndrome, BitArray difference) {
        BitArray decisions = decisions();
        if (!matrix.syndrome(decisions).equals(syndrome)) {
            return false;
        }
        difference.put(0, decisions.slice(0, difference.length()));
        return true;
    }

    private BitArray decisions() {
        int lifting = matrix.liftingSize();
        BitArray decisions = BitArray.ofLength(matrix.columnBits());
        long[] words = decisions.words();
        for (int column = 0; column < matrix.baseColumns(); column++) {
            for (int i = 0; i < lifting; i++) {
                int bit = column * lifting + i;
                words[bit >>> 6] |= (long) (beliefs[column * strip + i] >>> 31) << bit;
            }
        }
        return decisions;
    }

    /** The checks that the hard decisions leave violated. */
    BitArray violated(BitArray syndrome) {
        BitArray violated = matrix.syndrome(decisions());
        violated.xor(syndrome);
        return violated;
    }

    /** The places of the beliefs that take part in a check, the least certain first. */
    int[] leastCertain(int check) {
        int lifting = matrix.liftingSize();
        int row = check / lifting;
        int[] columns = matrix.columns()[row];
        int[] shifts = matrix.shifts()[row];
        return IntStream.range(0, columns.length)
                .map(e -> columns[e] * strip + (check % lifting + shifts[e]) % lifting)
                .boxed()
                .sorted(Comparator.comparingInt(place -> Math.abs(beliefs[place])))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Turns a belief round, for good: no messages outweigh it. */
    void turn(int place) {
        int inStrip = place % strip;
        short turned = beliefs[place] < 0 ? BoxPlus.CERTAIN : -BoxPlus.CERTAIN;
        beliefs[place] = turned;
        if (inStrip < lanes) {
            beliefs[place + matrix.liftingSize()] = turned;
        }
    }

    /** What {@link #restore} takes back. */
    State state() {
        return new State(beliefs.clone(), messages.clone());
    }

    void restore(State state, BitArray syndrome) {
        settled.unsettle(syndrome);
        System.arraycopy(state.beliefs, 0, beliefs, 0, beliefs.length);
        System.arraycopy(state.messages, 0, messages, 0, messages.length);
    }

    /** Beliefs and messages at one moment of the decoding. */
    record State(short[] beliefs, byte[] messages) {
        void erase() {
            Arrays.fill(beliefs, (short) 0);
            Arrays.fill(messages, (byte) 0);
        }
    }
}
