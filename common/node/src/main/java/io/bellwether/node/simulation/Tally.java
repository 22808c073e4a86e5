package io.bellwether.node.simulation;

/** What happened in a history, how often. */
final class Tally {
    int steps;
    int kills;
    int keys;
    int blocks;
}
