package io.bellwether.link;

import io.bellwether.foundation.SecretBits;
import io.bellwether.proto.link.v1.Envelope;

import java.util.Optional;

/**
 * An envelope of the block lane as it came.
 *
 * @param raw its bytes on the wire, which seals are over
 * @param sealBits the authentication bits that the envelope named, claimed when it came
 */
record Received(Envelope envelope, byte[] raw, Optional<SecretBits> sealBits) {}
