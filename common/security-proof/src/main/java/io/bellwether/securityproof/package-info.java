/**
 * Finite-size security theorems: what was counted in a block, and the budget of failure
 * probabilities, to the number of key bits that may be delivered, or the reason why there are none.
 * Each theorem has a claim ID; {@code claims/} ties it to its statement, source and tests.
 */
package io.bellwether.securityproof;
