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
    settled INTEGER NOT NULL,    -- from this day on the row's class is that of its events
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
CREATE INDEX work_obligation_asked ON work_obligation (due, id) WHERE asked_due <> 0;
