/**
 * One-way error correction: Alice publishes the syndrome of her key under an agreed sparse code,
 * Bob finds the likeliest difference to his own bits that explains it. Nothing flows back, so that
 * the leakage is the number of syndrome bits and nothing else; an interactive protocol would have
 * to count the parities of both parties.
 */
package io.bellwether.errorcorrection;
