-- Leaves that have no place in the tree yet; the next sealing moves them on. mac binds
-- each to the key of the node, so that only what the program wrote is ever sealed.
CREATE TABLE ledger_new (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    mac BLOB NOT NULL
) STRICT;

-- The leaves of the tree, in its order.
CREATE TABLE ledger_entry (
    idx INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_entry_id ON ledger_entry (id);

-- Each version of each sealed row, in the order of keys: what verify compares the
-- tables with, and where the salts are, which can be forgotten. k2..k4 0: no such key.
-- c NULL: the row was gone. salt NULL: gone or forgotten. erased 1: not a state of the row;
-- the salts of the versions before it were forgotten.
CREATE TABLE ledger_row (
    tbl TEXT NOT NULL,
    k1 INTEGER NOT NULL,
    k2 INTEGER NOT NULL,
    k3 INTEGER NOT NULL,
    k4 INTEGER NOT NULL,
    v INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    n INTEGER NOT NULL,
    c BLOB,
    salt BLOB,
    erased INTEGER NOT NULL,
    PRIMARY KEY (tbl, k1, k2, k3, k4, v)
) STRICT, WITHOUT ROWID;

-- Hash tiles (C2SP tlog-tiles): up to 256 hashes of 32 bytes.
CREATE TABLE ledger_tile (
    level INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, n)
) STRICT;

-- The tree as last signed. Older checkpoints are kept by those who watch, not here: a
-- thief of the database must not find one to go back to.
CREATE TABLE ledger_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    note TEXT NOT NULL,
    vkey TEXT NOT NULL
) STRICT;
INSERT INTO ledger_head (one, size, at, note, vkey) VALUES (1, 0, 0, '', '');
