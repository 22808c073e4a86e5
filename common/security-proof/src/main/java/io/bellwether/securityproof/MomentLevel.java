package io.bellwether.securityproof;

/**
 * Levels of the hierarchy of Navascues, Pironio and Acin: which products of observables index the
 * moment matrix. A higher level gives a tighter bound at a larger matrix; each bound is valid.
 */
public enum MomentLevel {
    /** 1, A, B. */
    ONE,
    /** 1, A, B, AB. */
    ONE_PLUS_AB,
    /** All products of at most two observables. */
    TWO
}
