package io.bellwether.keydelivery.skip;

import io.bellwether.foundation.SaeId;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A connection after its handshake.
 *
 * @param caller asked with every request: empty if the client stands for no SAE that is served
 *     here, or does no more
 */
record SecureLane(Supplier<Optional<SaeId>> caller, InputStream in, OutputStream out) {}
