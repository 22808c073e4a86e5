/**
 * States and measurements as small dense matrices, and the behaviours p(ab|xy) = tr(rho A (x) B)
 * that they give.
 */
package io.bellwether.bell.quantum;
