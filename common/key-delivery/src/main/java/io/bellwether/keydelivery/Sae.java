package io.bellwether.keydelivery;

import io.bellwether.foundation.End;
import io.bellwether.foundation.SaeId;

/** An application that fetches keys, and the end at whose KME it does so. */
public record Sae(SaeId id, End end) {}
