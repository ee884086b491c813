-- Weekdays off and weekend days worked that were announced after the program was made; those
-- known before are in work_holidays.h.
CREATE TABLE work_day_off (
    day INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT work_day_off_kind CHECK (kind IN ('off', 'worked')),
    source TEXT NOT NULL
) STRICT;
