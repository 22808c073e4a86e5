/**
 * Real daemons as processes, killed, frozen, cut off and put on a full disk; afterwards every key
 * that one end handed out is fetched at the other.
 */
package io.bellwether.node.crash;
