-- Until when keys may be handed out, in milliseconds since 1970-01-01T00:00Z.
ALTER TABLE block ADD COLUMN expires_millis INTEGER NOT NULL DEFAULT 9223372036854775807;
ALTER TABLE key_range ADD COLUMN expires_millis INTEGER NOT NULL DEFAULT 9223372036854775807;

-- Until when a reservation belongs to the process that made it.
ALTER TABLE key_range ADD COLUMN lease_until_millis INTEGER NOT NULL DEFAULT 0;
-- Keys that somebody may still fetch, for their expiry.
CREATE INDEX key_open ON key_range (expires_millis)
    WHERE state IN ('RESERVED', 'UNCONFIRMED', 'CONFIRMED');

-- One row: how far this end has come, and what it remembers of how far the peer had come. An end that is
-- behind what the peer remembers of it was put back. suspended: why nothing may be handed out, or empty.
CREATE TABLE store_progress (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    key_generation INTEGER NOT NULL,
    reserved_keys  INTEGER NOT NULL,
    confirmed_keys INTEGER NOT NULL,
    recorded_keys  INTEGER NOT NULL,
    fetched_keys   INTEGER NOT NULL,
    peer_reserved_keys  INTEGER NOT NULL,
    peer_confirmed_keys INTEGER NOT NULL,
    peer_recorded_keys  INTEGER NOT NULL,
    peer_fetched_keys   INTEGER NOT NULL,
    suspended      TEXT NOT NULL
);
INSERT INTO store_progress
SELECT 1, 1,
    (SELECT count(*) FROM key_range JOIN store_identity ON requested_at = local_end),
    (SELECT count(*) FROM key_range JOIN store_identity ON requested_at = local_end
        WHERE state IN ('CONFIRMED', 'DELIVERED')),
    (SELECT count(*) FROM key_range JOIN store_identity ON requested_at <> local_end),
    0, 0, 0, 0, 0, '';

-- Covering: what status sums up must not read ten million keys' blocks row by row.
DROP INDEX block_free;
CREATE INDEX block_free ON block (block_number, local_free_bits, expires_millis)
    WHERE state = 'DELIVERABLE' AND local_free_bits > 0;
CREATE INDEX block_peer_free ON block (block_number, peer_free_bits, expires_millis)
    WHERE state = 'DELIVERABLE' AND peer_free_bits > 0;
CREATE INDEX block_live ON block (state, local_free_bits, peer_free_bits, outstanding_keys)
    WHERE state IN ('STORED', 'DELIVERABLE');
CREATE INDEX page_refill ON page (block_number) WHERE page_number < 0;
