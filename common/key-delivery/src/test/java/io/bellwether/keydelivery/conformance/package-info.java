/**
 * The conformance suite for ETSI GS QKD 014: a table of cases and what runs it against any pair of
 * KMEs over mutual TLS. The acceptance suite of {@code deploy} runs the same table against the
 * daemons.
 */
package io.bellwether.keydelivery.conformance;
