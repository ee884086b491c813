-- An obligation that passed to a legal successor, told on both sides in the tenant of each.
CREATE TABLE work_passing (
    tenant INTEGER NOT NULL,
    obligation INTEGER NOT NULL,
    side INTEGER NOT NULL CONSTRAINT work_passing_side CHECK (side IN (1, 2)), -- 1: it came from, 2: it went to
    other_tenant INTEGER NOT NULL,
    other INTEGER NOT NULL,
    unit INTEGER NOT NULL,  -- who owes the other one
    day INTEGER NOT NULL,   -- in force
    first INTEGER NOT NULL, -- the day of the first assignment
    PRIMARY KEY (tenant, obligation, side)
) STRICT, WITHOUT ROWID;
