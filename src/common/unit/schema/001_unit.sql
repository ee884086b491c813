-- A unit keeps its id for life. What is true of it only for a time (name, kind, parent)
-- stands in unit_fact, valid from its day until the next row's; its codes in unit_code.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    tenant INTEGER NOT NULL, -- the root body below the state; never changes
    since INTEGER NOT NULL,  -- first day
    until INTEGER NOT NULL CHECK (until = 0 OR until > since), -- first day without it; 0: still there
    successor INTEGER NOT NULL
) STRICT;

CREATE TABLE unit_fact (
    unit INTEGER NOT NULL REFERENCES unit (id),
    since INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind <> ''),
    parent INTEGER NOT NULL,
    short_code TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    name_en TEXT NOT NULL,
    name_de TEXT NOT NULL,
    PRIMARY KEY (unit, since)
) STRICT, WITHOUT ROWID;

-- A code is unique only together with its system and a day.
CREATE TABLE unit_code (
    id INTEGER PRIMARY KEY,
    unit INTEGER NOT NULL REFERENCES unit (id),
    system TEXT NOT NULL CHECK (system <> ''),
    code TEXT NOT NULL CHECK (code <> ''),
    since INTEGER NOT NULL,
    until INTEGER NOT NULL CHECK (until = 0 OR until > since),
    UNIQUE (system, code, since)
) STRICT;
CREATE INDEX unit_code_unit ON unit_code (unit);

-- Derived: each unit and each unit above it, itself included.
CREATE TABLE unit_reach (
    above INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    PRIMARY KEY (above, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_reach_unit ON unit_reach (unit, above);

-- Rises with each change, so that every process sees that its copy is old.
CREATE TABLE unit_revision (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    n INTEGER NOT NULL
) STRICT;
INSERT INTO unit_revision (one, n) VALUES (1, 0);
