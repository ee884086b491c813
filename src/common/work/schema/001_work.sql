-- Lists are few and read by all: a reference table on Citus, like work_day_off and work_body.
CREATE TABLE work_list (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT work_list_code_once UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_de TEXT NOT NULL
) STRICT;

-- One row for each obligation, as its events have left it. Only facts: whether it is
-- overdue follows from due and done on the day that is asked.
CREATE TABLE work_obligation (
    tenant INTEGER NOT NULL,
    id INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    parent_tenant INTEGER NOT NULL,
    kind TEXT NOT NULL,
    list INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    creditor INTEGER NOT NULL,
    measures INTEGER NOT NULL,
    title TEXT NOT NULL CONSTRAINT work_obligation_title CHECK (title <> ''),
    title_en TEXT NOT NULL,
    title_de TEXT NOT NULL,
    due_text TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    due INTEGER NOT NULL,        -- 1000000: no deadline, so that those come last
    reported INTEGER NOT NULL,   -- this and all days below: 0 for none
    product_day INTEGER NOT NULL,
    done INTEGER NOT NULL,
    done_known INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    reopened INTEGER NOT NULL,
    asked_due INTEGER NOT NULL,
    received INTEGER NOT NULL,
    extensions INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    moves INTEGER NOT NULL,      -- how often the deadline was changed
    parts INTEGER NOT NULL,
    parts_done INTEGER NOT NULL,
    changed INTEGER NOT NULL,    -- from this day on the row's class is that of its events
    version INTEGER NOT NULL,    -- how many events it has
    closed INTEGER NOT NULL GENERATED ALWAYS AS
        (CASE WHEN withdrawn <> 0 THEN 2 WHEN done <> 0 THEN 1 ELSE 0 END) STORED,
    PRIMARY KEY (tenant, id)
) STRICT;
CREATE INDEX work_obligation_id ON work_obligation (id);
CREATE INDEX work_obligation_owner ON work_obligation (tenant, owner, closed, due, id);
CREATE INDEX work_obligation_tenant ON work_obligation (tenant, closed, due, id);
CREATE INDEX work_obligation_creditor ON work_obligation (creditor, closed, due, id);
CREATE INDEX work_obligation_list ON work_obligation (list, closed, due, id);
CREATE INDEX work_obligation_all ON work_obligation (closed, due, id);
CREATE INDEX work_obligation_parent ON work_obligation (parent, id) WHERE parent <> 0;
CREATE INDEX work_obligation_waiting ON work_obligation (due, id) WHERE reported <> 0;

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

-- Daily deltas: how many obligations come into or leave a class on a day, for a unit and
-- what is below it. See docs/why/tally.md. list 0: all lists; span 0: the day, 1: the whole
-- month that begins on day; views: a mask, 1 actual, 2 known; measures: a mask, as in the row.
CREATE TABLE work_tally (
    tenant INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    list INTEGER NOT NULL,
    span INTEGER NOT NULL,
    day INTEGER NOT NULL,
    views INTEGER NOT NULL,
    measures INTEGER NOT NULL,
    open_in_time INTEGER NOT NULL,
    open_overdue INTEGER NOT NULL,
    open_no_deadline INTEGER NOT NULL,
    done_on_time INTEGER NOT NULL,
    done_late INTEGER NOT NULL,
    done_no_deadline INTEGER NOT NULL,
    PRIMARY KEY (tenant, unit, list, span, day, views, measures)
) STRICT, WITHOUT ROWID;

-- The bodies that have a tally.
CREATE TABLE work_body (
    tenant INTEGER NOT NULL PRIMARY KEY
) STRICT;

--! lite
CREATE VIRTUAL TABLE work_search USING fts5(words, content='', prefix='2 3',
    tokenize='unicode61 remove_diacritics 0');
--! pg
CREATE TABLE work_search (
    tenant BIGINT NOT NULL,
    rowid_ BIGINT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (tenant, rowid_)
);
CREATE INDEX work_search_words ON work_search USING gin (words);
--! both

-- The calendar. Weekdays off and weekend days worked; what is announced late is added later.
CREATE TABLE work_day_off (
    day INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT work_day_off_kind CHECK (kind IN ('off', 'worked')),
    source TEXT NOT NULL
) STRICT;
INSERT INTO work_day_off (day, kind, source) VALUES
    (19723, 'off', 'Labour Code 2019, article 112'),
    (19761, 'off', 'Labour Code 2019, article 112'),
    (19762, 'off', 'Labour Code 2019, article 112'),
    (19765, 'off', 'Labour Code 2019, article 112'),
    (19766, 'off', 'Labour Code 2019, article 112'),
    (19767, 'off', 'Labour Code 2019, article 112'),
    (19831, 'off', 'Labour Code 2019, article 112'),
    (19842, 'off', 'swapped with 4 May 2024'),
    (19843, 'off', 'Labour Code 2019, article 112'),
    (19844, 'off', 'Labour Code 2019, article 112'),
    (19847, 'worked', 'swapped with 29 April 2024'),
    (19968, 'off', 'Labour Code 2019, article 112'),
    (19969, 'off', 'Labour Code 2019, article 112'),
    (20089, 'off', 'Labour Code 2019, article 112'),
    (20115, 'off', 'Labour Code 2019, article 112'),
    (20116, 'off', 'Labour Code 2019, article 112'),
    (20117, 'off', 'Labour Code 2019, article 112'),
    (20118, 'off', 'Labour Code 2019, article 112'),
    (20119, 'off', 'Labour Code 2019, article 112'),
    (20185, 'off', 'Labour Code 2019, article 112'),
    (20204, 'worked', 'swapped with 2 May 2025'),
    (20208, 'off', 'Labour Code 2019, article 112'),
    (20209, 'off', 'Labour Code 2019, article 112'),
    (20210, 'off', 'swapped with 26 April 2025'),
    (20332, 'off', 'Labour Code 2019, article 112'),
    (20333, 'off', 'Labour Code 2019, article 112'),
    (20454, 'off', 'Labour Code 2019, article 112'),
    (20455, 'off', '12729/VPCP-KGVX of 25 December 2025'),
    (20463, 'worked', '12729/VPCP-KGVX of 25 December 2025'),
    (20500, 'off', 'Labour Code 2019, article 112'),
    (20501, 'off', 'Labour Code 2019, article 112'),
    (20502, 'off', 'Labour Code 2019, article 112'),
    (20503, 'off', 'Labour Code 2019, article 112'),
    (20504, 'off', 'Labour Code 2019, article 112'),
    (20570, 'off', 'Labour Code 2019, article 112'),
    (20573, 'off', 'Labour Code 2019, article 112'),
    (20574, 'off', 'Labour Code 2019, article 112'),
    (20687, 'worked', '12729/VPCP-KGVX of 25 December 2025'),
    (20696, 'off', '12729/VPCP-KGVX of 25 December 2025'),
    (20697, 'off', 'Labour Code 2019, article 112'),
    (20698, 'off', 'Labour Code 2019, article 112'),
    (20819, 'off', 'estimated, not announced'),
    (20853, 'off', 'estimated, not announced'),
    (20854, 'off', 'estimated, not announced'),
    (20857, 'off', 'estimated, not announced'),
    (20858, 'off', 'estimated, not announced'),
    (20859, 'off', 'estimated, not announced'),
    (20924, 'off', 'estimated, not announced'),
    (20938, 'off', 'estimated, not announced'),
    (20941, 'off', 'estimated, not announced'),
    (21063, 'off', 'estimated, not announced'),
    (21064, 'off', 'estimated, not announced');
