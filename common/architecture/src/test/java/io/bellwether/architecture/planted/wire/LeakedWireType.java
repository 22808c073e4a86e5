package io.bellwether.architecture.planted.wire;

import io.bellwether.proto.link.v1.Envelope;

/** A wire type outside the transport. */
record LeakedWireType(Envelope envelope) {}
