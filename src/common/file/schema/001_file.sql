-- What is attached to what. The content lies in the store under its hash.
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''), -- of the record: "task"
    record INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    type TEXT NOT NULL,                    -- sniffed, never believed
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL,
    account INTEGER NOT NULL,
    attached_at INTEGER NOT NULL
) STRICT;
CREATE INDEX file_record ON file (record, kind, id);
CREATE INDEX file_sha256 ON file (sha256);
