package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A connection after its handshake.
 *
 * @param caller empty if a trusted certificate names no SAE
 */
record SecureLane(Optional<SaeId> caller, InputStream in, OutputStream out) {}
