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
    public boolean update(
            int degree,
            int[] at,
            short[] beliefs,
            byte[] signs,
            int signsAt,
            byte[] messages,
            int messagesAt) {
        boolean violated = false;
        for (int check = 0; check < lanes; check++) {
            int lane = check < lanes / 2 ? 2 * check : 2 * (check - lanes / 2) + 1;
            boolean odd = signs[signsAt + lane] < 0;
            violated |= updateOne(degree, at, check, beliefs, odd, messages, messagesAt + lane);
        }
        return violated;
    }

    @Override
    public void join(short[] beliefs, int base, int repeated, int crossed) {
        System.arraycopy(beliefs, repeated, beliefs, base, crossed);
        System.arraycopy(beliefs, base + crossed, beliefs, repeated + crossed, lanes - crossed);
    }

    private boolean updateOne(
            int degree,
            int[] at,
            int check,
            short[] beliefs,
            boolean odd,
            byte[] messages,
            int firstMessage) {
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
