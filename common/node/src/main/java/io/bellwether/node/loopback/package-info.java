/**
 * A pair of nodes on this machine, seen from outside: what they say of themselves, what their
 * applications get, what lies on their disks. Nothing in here is told by the nodes' own objects, so
 * that tests, attacks and crashes can contradict them.
 */
package io.bellwether.node.loopback;
