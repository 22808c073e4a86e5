/**
 * SKIP (draft-cisco-skip-02) over TLS with certificates and over TLS with pre-shared keys, from the
 * same store and under the same authorisation as ETSI GS QKD 014. A system of SKIP is an SAE here:
 * the caller is the local system, and the SAEs that it may share keys with are its remote systems.
 */
package io.bellwether.keydelivery.skip;
