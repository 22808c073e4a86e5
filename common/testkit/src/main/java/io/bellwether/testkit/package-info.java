/**
 * Both parties of a block in one thread and without I/O: seeded, so that one seed replays a whole
 * run. For tests only; no node depends on it.
 */
package io.bellwether.testkit;
