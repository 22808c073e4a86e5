package io.bellwether.errorcorrection;

/** The reference: one check after the other. */
final class ScalarCheckNodes implements CheckNodes {
    private final int lanes;
    private final int[] extrinsic;
    private final int[] tree;

    ScalarCheckNodes(int lanes, int largestDegree) {
        this.lanes = lanes;
        extrinsic = new int[largestDegree];
        tree = new int[2 * largestDegree];
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public boolean update(CheckGroup group) {
        boolean violated = false;
        for (int check = 0; check < lanes; check++) {
            violated |= updateOne(group, check);
        }
        return violated;
    }

    @Override
    public void join(int degree, int[] columnsAt, int[] shifts, int lifting, short[] beliefs) {
        for (int e = 0; e < degree; e++) {
            int crossed = shifts[e] % lanes;
            int first = columnsAt[e];
            int repeated = first + lifting;
            System.arraycopy(beliefs, repeated, beliefs, first, crossed);
            System.arraycopy(
                    beliefs, first + crossed, beliefs, repeated + crossed, lanes - crossed);
        }
    }

    private boolean updateOne(CheckGroup group, int check) {
        int degree = group.degree();
        int[] at = group.at();
        short[] beliefs = group.beliefs();
        byte[] messages = group.messages();
        int firstMessage = group.messagesAt() + check;
        boolean odd = group.signs()[group.signsAt() + check] < 0;
        boolean hard = odd;
        boolean sign = odd;
        for (int e = 0; e < degree; e++) {
            int belief = beliefs[at[e] + check];
            hard ^= belief < 0;
            int others = belief - messages[firstMessage + e * lanes];
            extrinsic[e] = others;
            sign ^= others < 0;
            tree[degree + e] = clipped(others);
        }
        combine(degree);
        for (int e = 0; e < degree; e++) {
            int size = tree[degree + e];
            int message = sign ^ extrinsic[e] < 0 ? -size : size;
            messages[firstMessage + e * lanes] = (byte) message;
            beliefs[at[e] + check] = (short) (extrinsic[e] + message);
        }
        return hard;
    }

    /** Replaces each leaf by the box-plus of all the others. */
    private void combine(int degree) {
        for (int node = degree - 1; node > 1; node--) {
            tree[node] = BoxPlus.of(tree[2 * node], tree[2 * node + 1]);
        }
        int left = tree[2];
        tree[2] = tree[3];
        tree[3] = left;
        for (int node = 2; node < degree; node++) {
            int above = tree[node];
            left = tree[2 * node];
            tree[2 * node] = BoxPlus.of(above, tree[2 * node + 1]);
            tree[2 * node + 1] = BoxPlus.of(above, left);
        }
    }

    private static int clipped(int value) {
        return Math.min(Math.abs(value), BoxPlus.LARGEST);
    }
}
