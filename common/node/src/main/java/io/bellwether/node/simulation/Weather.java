package io.bellwether.node.simulation;

/**
 * How likely each thing is to happen to a frame. What a frame suffers inside a connection beyond a
 * cut takes an adversary who has broken the transport's TLS; the protocol claims to withstand him.
 */
record Weather(
        double lost,
        double duplicated,
        double reordered,
        double tampered,
        double replayed,
        double cut) {
    static final Weather FINE = new Weather(0, 0, 0, 0, 0, 0);
    static final Weather UNSTABLE = new Weather(0, 0, 0, 0, 0, 0.03);
    static final Weather LOSSY = new Weather(0.03, 0.03, 0.03, 0, 0, 0.01);
    static final Weather HOSTILE = new Weather(0.01, 0.01, 0.01, 0.03, 0.03, 0.01);
}
