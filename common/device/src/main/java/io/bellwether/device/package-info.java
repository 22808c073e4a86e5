/**
 * Setting in, outcome out: the port to the untrusted box, the trusted side's loss mapping, and
 * boxes that replay a record. Simulated physics and the box contract have packages of their own.
 */
package io.bellwether.device;
