/**
 * The two nodes as one deterministic program: the real session machines, link, authentication
 * channel, ledger, key store and key delivery run on simulated disks, a simulated network and a
 * virtual clock, and one seed decides everything that is left to chance. Nothing here is part of a
 * node.
 */
package io.bellwether.node.simulation;
