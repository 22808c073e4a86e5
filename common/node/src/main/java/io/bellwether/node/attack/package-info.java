/**
 * Adversaries against a pair of daemons, each with its right answer: {@code bellwether attack}. The
 * verdicts are computed from what was seen, never from what was expected.
 */
package io.bellwether.node.attack;
