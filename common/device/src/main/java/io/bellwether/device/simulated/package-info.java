/** Simulated physics: a source with two halves, and the models it can play. Never trusted. */
package io.bellwether.device.simulated;
