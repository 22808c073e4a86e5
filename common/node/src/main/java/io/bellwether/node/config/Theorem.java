package io.bellwether.node.config;

/** The proved key lengths that a node can use. */
public enum Theorem {
    /** Proposition 2 of the supplement of Nadlinger et al., Nature 607, 682 (2022). */
    KEYLEN_EAT_OXFORD
}
