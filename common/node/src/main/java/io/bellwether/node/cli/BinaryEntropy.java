package io.bellwether.node.cli;

/** h(p) in bits. */
final class BinaryEntropy {
    private BinaryEntropy() {}

    static double of(double p) {
        return p <= 0 || p >= 1 ? 0 : -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }
}
