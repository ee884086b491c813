-- The list's own word for what the unit is: "phường", "đặc khu", "thành phố"; '' for agencies.
ALTER TABLE unit_fact ADD COLUMN type TEXT NOT NULL DEFAULT '';

-- What became of a unit on a day, by which act. A unit that goes on under its own id stands on
-- both sides. Shares are per million; -1: not known.
CREATE TABLE unit_change (
    id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL, -- 0: made by hand
    day INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('created', 'renamed', 'kind_changed', 'merged', 'split',
                                       'dissolved', 'unchanged')),
    unit_from INTEGER NOT NULL, -- 0: none
    unit_to INTEGER NOT NULL,   -- 0: none
    whole INTEGER NOT NULL CHECK (whole IN (-1, 0, 1)),
    share_area INTEGER NOT NULL CHECK (share_area BETWEEN -1 AND 1000000),
    share_population INTEGER NOT NULL CHECK (share_population BETWEEN -1 AND 1000000),
    detail TEXT NOT NULL,
    act TEXT NOT NULL,
    clause TEXT NOT NULL,
    note TEXT NOT NULL,
    CHECK (unit_from <> 0 OR unit_to <> 0)
) STRICT;
CREATE UNIQUE INDEX unit_change_edge ON unit_change (unit_from, unit_to, day, kind);
