CREATE TABLE work_event (
    tenant INTEGER NOT NULL,
    obligation INTEGER NOT NULL,
    id INTEGER NOT NULL,
    type INTEGER NOT NULL,       -- enum work_event_type
    account INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    effective INTEGER NOT NULL,
    due INTEGER NOT NULL,        -- the deadline after it; 0: none or not touched; -1: fell away
    text TEXT NOT NULL,
    next_step TEXT NOT NULL,
    obstacle TEXT NOT NULL,
    product TEXT NOT NULL,
    file INTEGER NOT NULL,
    PRIMARY KEY (tenant, obligation, id)
) STRICT, WITHOUT ROWID;

-- Units that see an obligation beside its owner and its creditor.
CREATE TABLE work_party (
    tenant INTEGER NOT NULL,
    obligation INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    role TEXT NOT NULL CONSTRAINT work_party_role CHECK (role IN ('coordinating', 'part')),
    PRIMARY KEY (tenant, obligation, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_party_unit ON work_party (unit, tenant, obligation);
