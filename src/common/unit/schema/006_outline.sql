-- Where a unit of the list of a day lies; see unit_outline.h for the form of both pictures.
CREATE TABLE unit_outline (
    unit INTEGER NOT NULL REFERENCES unit (id),
    since INTEGER NOT NULL, -- the day of the list that it was loaded for
    west INTEGER NOT NULL CHECK (west BETWEEN -18000000 AND 18000000),
    south INTEGER NOT NULL CHECK (south BETWEEN -9000000 AND 9000000),
    east INTEGER NOT NULL CHECK (east BETWEEN west AND 18000000),
    north INTEGER NOT NULL CHECK (north BETWEEN south AND 9000000),
    load INTEGER NOT NULL,
    whole BLOB NOT NULL,
    plain BLOB NOT NULL,
    PRIMARY KEY (unit, since)
) STRICT, WITHOUT ROWID;

-- What was loaded when, by whom, from where.
CREATE TABLE unit_outline_load (
    id INTEGER PRIMARY KEY,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''), -- of the units: "province", "commune"
    source TEXT NOT NULL CHECK (source <> ''),
    sha256 TEXT NOT NULL,   -- of the file
    units INTEGER NOT NULL, -- how many got an outline
    made_by INTEGER NOT NULL, -- account; 0: the command line
    made_at INTEGER NOT NULL,
    UNIQUE (day, kind)
) STRICT;
CREATE INDEX unit_outline_load_of ON unit_outline (since, load);
