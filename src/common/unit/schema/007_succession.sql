-- Who takes over from a unit that ended, where neither the list nor a whole merger says it:
-- chosen by an administrator.
CREATE TABLE unit_choice (
    unit INTEGER PRIMARY KEY REFERENCES unit (id),
    successor INTEGER NOT NULL REFERENCES unit (id),
    account INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    reason TEXT NOT NULL CONSTRAINT unit_choice_reason CHECK (reason <> '')
) STRICT;

-- One run for each day in force on which something was left at the units that ended then.
CREATE TABLE unit_succession (
    id INTEGER PRIMARY KEY,
    day INTEGER NOT NULL,         -- in force: the first day without those units
    release INTEGER NOT NULL,     -- the release that has this day; 0: none
    account INTEGER NOT NULL,     -- who began it; 0: the server by itself
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL, -- 0: it goes on
    moved INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    checksum TEXT NOT NULL        -- SHA-256 of its lines, see unit_succession.h
) STRICT;

CREATE TABLE unit_succession_line (
    run INTEGER NOT NULL REFERENCES unit_succession (id),
    line INTEGER NOT NULL,
    kind TEXT NOT NULL,
    tenant INTEGER NOT NULL,
    item INTEGER NOT NULL,
    unit_from INTEGER NOT NULL,
    unit_to INTEGER NOT NULL,
    rule TEXT NOT NULL,
    made INTEGER NOT NULL,        -- what it has become; 0: it did not pass
    reason TEXT NOT NULL,         -- why not
    PRIMARY KEY (run, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_succession_item ON unit_succession_line (item, kind);
