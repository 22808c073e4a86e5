package io.bellwether.errorcorrection;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A group of checks in one register of 256 bits, a byte for each. Equal to {@link ScalarCheckNodes}
 * bit by bit.
 *
 * <p>Lane 2i of the messages belongs to check i and lane 2i + 1 to check i + lanes / 2, because
 * that is how two vectors of shorts pack into one of bytes.
 */
final class ByteCheckNodes implements CheckNodes {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_256;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final int LANES = BYTES.length();
    private static final int HALF = LANES / 2;
    private static final ShortVector NUMBERS = ShortVector.zero(SHORTS).addIndex(1);
    private static final byte[] CORRECTIONS = BoxPlus.correctionTable();

    /**
     * Called in a loop, at one place: there the just-in-time compiler cannot inline them. All four
     * in one method exceed its limits, and some vectors would live on the heap: twice as slow.
     */
    private static final Pass[] PASSES = {
        ByteCheckNodes::gather,
        ByteCheckNodes::upwards,
        ByteCheckNodes::downwards,
        ByteCheckNodes::scatter
    };

    private interface Pass {
        void run(CheckGroup group, ByteCheckNodes state);
    }

    private final short[] extrinsic;
    private final byte[] clipped;
    private final byte[] tree;
    private final byte[] sign = new byte[LANES];
    private final short[] violated = new short[HALF];

    ByteCheckNodes(int largestDegree) {
        extrinsic = new short[largestDegree * LANES];
        clipped = new byte[largestDegree * LANES];
        tree = new byte[2 * largestDegree * LANES];
    }

    /** Whether this machine has registers that the table of corrections fits into. */
    static boolean supports(int liftingSize) {
        return ByteVector.SPECIES_PREFERRED.length() >= LANES && liftingSize % LANES == 0;
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
            int crossed = shifts[e] & (LANES - 1);
            for (int half = 0; half < LANES; half += HALF) {
                int at = columnsAt[e] + half;
                ShortVector first = ShortVector.fromArray(SHORTS, beliefs, at);
                ShortVector repeated = ShortVector.fromArray(SHORTS, beliefs, at + lifting);
                ShortVector joined = first.blend(repeated, NUMBERS.lt((short) (crossed - half)));
                joined.intoArray(beliefs, at);
                joined.intoArray(beliefs, at + lifting);
            }
        }
    }

    private static void gather(CheckGroup group, ByteCheckNodes state) {
        int[] at = group.at();
        short[] beliefs = group.beliefs();
        byte[] messages = group.messages();
        int messagesAt = group.messagesAt();
        int degree = group.degree();
        short[] extrinsic = state.extrinsic;
        byte[] clipped = state.clipped;
        byte[] tree = state.tree;
        ShortVector hard0 = ShortVector.fromArray(SHORTS, group.signs(), group.signsAt());
        ShortVector hard1 = ShortVector.fromArray(SHORTS, group.signs(), group.signsAt() + HALF);
        ByteVector sign =
                pack(
                        hard0.lanewise(VectorOperators.ASHR, 8),
                        hard1.lanewise(VectorOperators.ASHR, 8));
        for (int e = 0; e < degree; e++) {
            ShortVector belief0 = ShortVector.fromArray(SHORTS, beliefs, at[e]);
            ShortVector belief1 = ShortVector.fromArray(SHORTS, beliefs, at[e] + HALF);
            hard0 = hard0.lanewise(VectorOperators.XOR, belief0);
            hard1 = hard1.lanewise(VectorOperators.XOR, belief1);
            ShortVector pair =
                    ByteVector.fromArray(BYTES, messages, messagesAt + e * LANES)
                            .reinterpretAsShorts();
            ShortVector others0 = belief0.sub(evenLanes(pair));
            ShortVector others1 = belief1.sub(oddLanes(pair));
            others0.intoArray(extrinsic, e * LANES);
            others1.intoArray(extrinsic, e * LANES + HALF);
            ByteVector others = pack(clip(others0), clip(others1));
            others.intoArray(clipped, e * LANES);
            sign = sign.lanewise(VectorOperators.XOR, others);
            magnitude(others).intoArray(tree, (degree + e) * LANES);
        }
        sign.intoArray(state.sign, 0);
        hard0.or(hard1).intoArray(state.violated, 0);
    }

    private static void upwards(CheckGroup group, ByteCheckNodes state) {
        int degree = group.degree();
        byte[] tree = state.tree;
        ByteVector table = table();
        for (int node = degree - 1; node > 1; node--) {
            ByteVector left = ByteVector.fromArray(BYTES, tree, 2 * node * LANES);
            ByteVector right = ByteVector.fromArray(BYTES, tree, (2 * node + 1) * LANES);
            boxPlus(left, right, table).intoArray(tree, node * LANES);
        }
    }

    private static void downwards(CheckGroup group, ByteCheckNodes state) {
        int degree = group.degree();
        byte[] tree = state.tree;
        ByteVector table = table();
        ByteVector first = ByteVector.fromArray(BYTES, tree, 2 * LANES);
        ByteVector.fromArray(BYTES, tree, 3 * LANES).intoArray(tree, 2 * LANES);
        first.intoArray(tree, 3 * LANES);
        for (int node = 2; node < degree; node++) {
            ByteVector above = ByteVector.fromArray(BYTES, tree, node * LANES);
            ByteVector left = ByteVector.fromArray(BYTES, tree, 2 * node * LANES);
            ByteVector right = ByteVector.fromArray(BYTES, tree, (2 * node + 1) * LANES);
            boxPlus(above, right, table).intoArray(tree, 2 * node * LANES);
            boxPlus(above, left, table).intoArray(tree, (2 * node + 1) * LANES);
        }
    }

    private static void scatter(CheckGroup group, ByteCheckNodes state) {
        int[] at = group.at();
        short[] beliefs = group.beliefs();
        byte[] messages = group.messages();
        int messagesAt = group.messagesAt();
        int degree = group.degree();
        short[] extrinsic = state.extrinsic;
        byte[] clipped = state.clipped;
        byte[] tree = state.tree;
        ByteVector sign = ByteVector.fromArray(BYTES, state.sign, 0);
        for (int e = 0; e < degree; e++) {
            ByteVector others = ByteVector.fromArray(BYTES, clipped, e * LANES);
            ByteVector size =
                    ByteVector.fromArray(BYTES, tree, (degree + e) * LANES)
                            .lanewise(VectorOperators.UMIN, (byte) BoxPlus.LARGEST);
            ByteVector message =
                    size.blend(size.neg(), sign.lanewise(VectorOperators.XOR, others).lt((byte) 0));
            message.intoArray(messages, messagesAt + e * LANES);
            ShortVector pair = message.reinterpretAsShorts();
            ShortVector.fromArray(SHORTS, extrinsic, e * LANES)
                    .add(evenLanes(pair))
                    .intoArray(beliefs, at[e]);
            ShortVector.fromArray(SHORTS, extrinsic, e * LANES + HALF)
                    .add(oddLanes(pair))
                    .intoArray(beliefs, at[e] + HALF);
        }
    }

    /** Adds 128 to 127 and nothing to what is less. */
    private static ByteVector magnitude(ByteVector clipped) {
        ByteVector size = clipped.abs();
        return size.add(size.add((byte) 1).and((byte) (BoxPlus.CERTAIN_IN_TREE - BoxPlus.LARGEST)));
    }

    private static ByteVector table() {
        return ByteVector.fromArray(BYTES, CORRECTIONS, 0);
    }

    private static ByteVector boxPlus(ByteVector a, ByteVector b, ByteVector table) {
        ByteVector last = ByteVector.broadcast(BYTES, (byte) (BoxPlus.TABLE_SIZE - 1));
        ByteVector smaller = a.lanewise(VectorOperators.UMIN, b);
        ByteVector larger = a.lanewise(VectorOperators.UMAX, b);
        ByteVector difference = larger.sub(smaller).lanewise(VectorOperators.UMIN, last);
        ByteVector sum = a.lanewise(VectorOperators.SUADD, b).lanewise(VectorOperators.UMIN, last);
        return smaller.sub(difference.selectFrom(table)).add(sum.selectFrom(table));
    }

    private static ShortVector clip(ShortVector values) {
        return values.min((short) BoxPlus.LARGEST).max((short) -BoxPlus.LARGEST);
    }

    private static ByteVector pack(ShortVector even, ShortVector odd) {
        return even.and((short) 0xff)
                .or(odd.lanewise(VectorOperators.LSHL, 8))
                .reinterpretAsBytes();
    }

    private static ShortVector evenLanes(ShortVector pair) {
        return pair.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
    }

    private static ShortVector oddLanes(ShortVector pair) {
        return pair.lanewise(VectorOperators.ASHR, 8);
    }
}
