package io.bellwether.keydelivery;

import io.bellwether.foundation.SaeId;

/**
 * What a master that fetches here may ask for now, for one slave.
 *
 * @param keys of its default size; as the status says it, without its {@code max_key_count}
 */
public record PairStock(SaeId master, SaeId slave, long keys) {}
