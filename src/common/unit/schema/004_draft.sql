-- Who changed a draft's lines last: whoever approves it is somebody else.
ALTER TABLE unit_release ADD COLUMN changed_by INTEGER NOT NULL DEFAULT 0;

-- What a draft will do, in the words of the documented table (docs/units.md).
CREATE TABLE unit_release_line (
    release INTEGER NOT NULL REFERENCES unit_release (id),
    line INTEGER NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('new', 'fact', 'code', 'close', 'change')),
    unit TEXT NOT NULL, -- "commune:00004"
    other TEXT NOT NULL, -- parent, successor, destination or further code, likewise
    kind TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_de TEXT NOT NULL,
    extent TEXT NOT NULL, -- of a change: whole, part or empty
    share_area TEXT NOT NULL,
    share_population TEXT NOT NULL,
    detail TEXT NOT NULL,
    clause TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (release, line)
) STRICT, WITHOUT ROWID;
