-- One row: which store this is, whose end it serves, and a value that only the right master key opens.
CREATE TABLE store_identity (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    store_id  BLOB NOT NULL,
    local_end TEXT NOT NULL CHECK (local_end IN ('ALICE', 'BOB')),
    key_check BLOB NOT NULL
);

-- block_number is the order in which blocks were stored here, and so the order in which keys are cut.
-- wrapped_key is the block's own AES key, sealed under the master key; NULL once the block is erased.
CREATE TABLE block (
    block_number      INTEGER PRIMARY KEY AUTOINCREMENT,
    block_id          BLOB NOT NULL UNIQUE,
    state             TEXT NOT NULL CHECK (state IN ('STORED', 'DELIVERABLE', 'EXHAUSTED', 'DISCARDED')),
    length_bits       INTEGER NOT NULL CHECK (length_bits >= 0),
    split_bits        INTEGER NOT NULL CHECK (split_bits BETWEEN 0 AND length_bits),
    transcript_digest BLOB NOT NULL,
    wrapped_key       BLOB,
    local_next_bit    INTEGER NOT NULL,
    local_free_bits   INTEGER NOT NULL CHECK (local_free_bits >= 0),
    peer_free_bits    INTEGER NOT NULL CHECK (peer_free_bits >= 0),
    outstanding_keys  INTEGER NOT NULL CHECK (outstanding_keys >= 0)
);
CREATE INDEX block_free ON block (block_number, local_free_bits)
    WHERE state = 'DELIVERABLE' AND local_free_bits > 0;

-- Key bits, sealed page by page, so that one key does not open a whole block.
CREATE TABLE page (
    block_number INTEGER NOT NULL REFERENCES block (block_number),
    page_number  INTEGER NOT NULL,
    sealed       BLOB NOT NULL,
    UNIQUE (block_number, page_number)
);

-- A key. slaves: all that the master named; slaves_pending: those of this end that have yet to fetch it.
CREATE TABLE key_range (
    key_number     INTEGER PRIMARY KEY,
    key_id         BLOB NOT NULL UNIQUE,
    block_number   INTEGER NOT NULL REFERENCES block (block_number),
    offset_bits    INTEGER NOT NULL,
    length_bits    INTEGER NOT NULL CHECK (length_bits > 0),
    requested_at   TEXT NOT NULL CHECK (requested_at IN ('ALICE', 'BOB')),
    state          TEXT NOT NULL CHECK (state IN ('RESERVED', 'UNCONFIRMED', 'CONFIRMED', 'DELIVERED', 'BURNT')),
    master         TEXT NOT NULL,
    slaves         TEXT NOT NULL,
    master_pending INTEGER NOT NULL CHECK (master_pending IN (0, 1)),
    slaves_pending TEXT NOT NULL,
    UNIQUE (block_number, offset_bits)
);
-- SQLite uses a partial index only for a query that repeats its condition word for word.
CREATE INDEX key_waiting_for_peer ON key_range (key_number)
    WHERE state IN ('RESERVED', 'UNCONFIRMED');
CREATE INDEX key_unconfirmed ON key_range (master, length_bits, key_number)
    WHERE state = 'UNCONFIRMED';
