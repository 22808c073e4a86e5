/**
 * Bell games and what they are played with: behaviours p(ab|xy), the CHSH game, counts and scores.
 * Everything here is a pure value.
 */
package io.bellwether.bell;
