package io.bellwether.node.simulation;

import io.bellwether.foundation.SaeId;

/** Who asks for a key and who fetches it at the other end. */
record KeyRoute(SaeId master, SaeId slave) {}
