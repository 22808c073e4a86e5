/**
 * Malicious boxes: what somebody would put into the two laboratories to learn a key, with a record
 * of what he then knows. Each has a known right answer ({@code bellwether attack}). Never trusted.
 */
package io.bellwether.device.adversary;
