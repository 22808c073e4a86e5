package io.bellwether.channel;

import java.time.Instant;

/**
 * One line of the ledger's audit listing. It holds no pool bits.
 *
 * @param sequence counted from the creation of the pool, without gaps
 * @param time of the node's clock, for the operator only: nothing depends on it
 */
public record AuditEntry(long sequence, Instant time, LedgerEvent event) {}
