package io.bellwether.errorcorrection;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A group of checks in one register of 512 bits, a short for each, in natural order. Equal to
 * {@link ScalarCheckNodes} bit by bit.
 *
 * <p>Half as many checks in a register as there could be, but the table of corrections is looked up
 * by one instruction, where for bytes that needs AVX-512 VBMI, and beliefs need no packing.
 */
final class ShortCheckNodes implements CheckNodes {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
    private static final int LANES = SHORTS.length();
    private static final ShortVector NUMBERS = ShortVector.zero(SHORTS).addIndex(1);
    private static final byte[] CORRECTIONS = BoxPlus.correctionTable();

    /**
     * Called in a loop, at one place: there the just-in-time compiler cannot inline them. All four
     * in one method exceed its limits, and some vectors would live on the heap: twice as slow.
     */
    private static final Pass[] PASSES = {
        ShortCheckNodes::gather,
        ShortCheckNodes::upwards,
        ShortCheckNodes::downwards,
        ShortCheckNodes::scatter
    };

    private interface Pass {
        void run(CheckGroup group, ShortCheckNodes state);
    }

    private final short[] extrinsic;
    private final short[] tree;
    private final short[] sign = new short[LANES];
    private final short[] violated = new short[LANES];

    ShortCheckNodes(int largestDegree) {
        extrinsic = new short[largestDegree * LANES];
        tree = new short[2 * largestDegree * LANES];
    }

    /** Whether this machine has registers that the table of corrections fits into as shorts. */
    static boolean supports(int liftingSize) {
        return ShortVector.SPECIES_PREFERRED.length() >= LANES && liftingSize % LANES == 0;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public boolean update(CheckGroup group) {
        for (Pass pass : PASSES) {
            pass.run(group, this);
        }
        return ShortVector.fromArray(SHORTS, violated, 0).lt((short) 0).anyTrue();
    }

    @Override
    public void join(int degree, int[] columnsAt, int[] shifts, int lifting, short[] beliefs) {
        for (int e = 0; e < degree; e++) {
            int at = columnsAt[e];
            short crossed = (short) (shifts[e] & (LANES - 1));
            ShortVector first = ShortVector.fromArray(SHORTS, beliefs, at);
            ShortVector repeated = ShortVector.fromArray(SHORTS, beliefs, at + lifting);
            ShortVector joined = first.blend(repeated, NUMBERS.lt(crossed));
            joined.intoArray(beliefs, at);
            joined.intoArray(beliefs, at + lifting);
        }
    }

    private static void gather(CheckGroup group, ShortCheckNodes state) {
        int[] at = group.at();
        short[] beliefs = group.beliefs();
        byte[] messages = group.messages();
        int messagesAt = group.messagesAt();
        int degree = group.degree();
        short[] extrinsic = state.extrinsic;
        short[] tree = state.tree;
        ShortVector sign = ShortVector.fromArray(SHORTS, group.signs(), group.signsAt());
        ShortVector hard = sign;
        for (int e = 0; e < degree; e++) {
            ShortVector belief = ShortVector.fromArray(SHORTS, beliefs, at[e]);
            hard = hard.lanewise(VectorOperators.XOR, belief);
            ShortVector others =
                    belief.sub(
                            widen(ByteVector.fromArray(BYTES, messages, messagesAt + e * LANES)));
            others.intoArray(extrinsic, e * LANES);
            sign = sign.lanewise(VectorOperators.XOR, others);
            magnitude(others).intoArray(tree, (degree + e) * LANES);
        }
        sign.intoArray(state.sign, 0);
        hard.intoArray(state.violated, 0);
    }

    private static void upwards(CheckGroup group, ShortCheckNodes state) {
        int degree = group.degree();
        short[] tree = state.tree;
        ShortVector table = table();
        for (int node = degree - 1; node > 1; node--) {
            ShortVector left = ShortVector.fromArray(SHORTS, tree, 2 * node * LANES);
            ShortVector right = ShortVector.fromArray(SHORTS, tree, (2 * node + 1) * LANES);
            boxPlus(left, right, table).intoArray(tree, node * LANES);
        }
    }

    private static void downwards(CheckGroup group, ShortCheckNodes state) {
        int degree = group.degree();
        short[] tree = state.tree;
        ShortVector table = table();
        ShortVector first = ShortVector.fromArray(SHORTS, tree, 2 * LANES);
        ShortVector.fromArray(SHORTS, tree, 3 * LANES).intoArray(tree, 2 * LANES);
        first.intoArray(tree, 3 * LANES);
        for (int node = 2; node < degree; node++) {
            ShortVector above = ShortVector.fromArray(SHORTS, tree, node * LANES);
            ShortVector left = ShortVector.fromArray(SHORTS, tree, 2 * node * LANES);
            ShortVector right = ShortVector.fromArray(SHORTS, tree, (2 * node + 1) * LANES);
            boxPlus(above, right, table).intoArray(tree, 2 * node * LANES);
            boxPlus(above, left, table).intoArray(tree, (2 * node + 1) * LANES);
        }
    }

    private static void scatter(CheckGroup group, ShortCheckNodes state) {
        int[] at = group.at();
        short[] beliefs = group.beliefs();
        byte[] messages = group.messages();
        int messagesAt = group.messagesAt();
        int degree = group.degree();
        short[] extrinsic = state.extrinsic;
        short[] tree = state.tree;
        ShortVector sign = ShortVector.fromArray(SHORTS, state.sign, 0);
        for (int e = 0; e < degree; e++) {
            ShortVector others = ShortVector.fromArray(SHORTS, extrinsic, e * LANES);
            ShortVector size =
                    ShortVector.fromArray(SHORTS, tree, (degree + e) * LANES)
                            .min((short) BoxPlus.LARGEST);
            ShortVector minus =
                    sign.lanewise(VectorOperators.XOR, others).lanewise(VectorOperators.ASHR, 15);
            ShortVector message = size.lanewise(VectorOperators.XOR, minus).sub(minus);
            narrow(message).intoArray(messages, messagesAt + e * LANES);
            others.add(message).intoArray(beliefs, at[e]);
        }
    }

    /** The distance from zero, with certainty as the tree has it. */
    private static ShortVector magnitude(ShortVector value) {
        ShortVector size = value.abs().min((short) BoxPlus.LARGEST);
        short more = BoxPlus.CERTAIN_IN_TREE - BoxPlus.LARGEST;
        return size.add(size.add((short) 1).and(more));
    }

    private static ShortVector table() {
        return widen(ByteVector.fromArray(BYTES, CORRECTIONS, 0));
    }

    private static ShortVector boxPlus(ShortVector a, ShortVector b, ShortVector table) {
        short last = BoxPlus.TABLE_SIZE - 1;
        ShortVector smaller = a.min(b);
        ShortVector difference = a.max(b).sub(smaller).min(last);
        ShortVector sum = a.add(b).min(last);
        return smaller.sub(difference.selectFrom(table)).add(sum.selectFrom(table));
    }

    private static ShortVector widen(ByteVector values) {
        return (ShortVector) values.convertShape(VectorOperators.B2S, SHORTS, 0);
    }

    private static ByteVector narrow(ShortVector values) {
        return (ByteVector) values.convertShape(VectorOperators.S2B, BYTES, 0);
    }
}
