/** The node's trusted randomness and the health tests that stand guard over it. */
package io.bellwether.node.entropy;
