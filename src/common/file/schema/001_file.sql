-- What is attached to what. The content lies in the store under its hash.
CREATE TABLE file (
    tenant INTEGER NOT NULL, -- of the record
    record INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''), -- of the record: "task"
    purpose TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    type TEXT NOT NULL,                    -- sniffed, never believed
    size INTEGER NOT NULL CHECK (size > 0),
    sha256 TEXT NOT NULL,
    account INTEGER NOT NULL,
    attached_at INTEGER NOT NULL,
    PRIMARY KEY (tenant, record, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_sha256 ON file (sha256);
