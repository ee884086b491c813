-- Counts the changes of a draft: who did not see the last one changes nothing.
ALTER TABLE unit_release ADD COLUMN version INTEGER NOT NULL DEFAULT 0;

-- Everybody who wrote at a draft: none of them approves it.
CREATE TABLE unit_release_writer (
    release INTEGER NOT NULL REFERENCES unit_release (id),
    account INTEGER NOT NULL,
    at INTEGER NOT NULL, -- when they first did
    PRIMARY KEY (release, account)
) STRICT, WITHOUT ROWID;
