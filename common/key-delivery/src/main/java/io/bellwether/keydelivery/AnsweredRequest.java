package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;

import java.util.Optional;

/**
 * A request that was answered, for whoever counts.
 *
 * @param method {@code status}, {@code enc_keys}, {@code dec_keys} or {@code other} of ETSI GS QKD
 *     014; {@code skip}; {@code OpenConnect}, {@code GetKey}, {@code Close} of streams
 * @param sae who asked; empty if the certificate is nobody's who is registered
 * @param status of HTTP; of streams, gRPC's code
 * @param seconds from the whole of the request to the beginning of its answer
 */
public record AnsweredRequest(String method, Optional<SaeId> sae, int status, double seconds) {}
