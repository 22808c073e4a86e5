package io.bellwether.keydelivery;

import io.micronaut.serde.annotation.Serdeable;

/**
 * The error data format of ETSI GS QKD 014, clause 6.5; {@code details} is optional and not used.
 */
@Serdeable
record ErrorAnswer(String message) {}
