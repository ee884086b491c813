-- Sources and clauses are few and read by all: reference tables on Citus.
CREATE TABLE task_source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CONSTRAINT task_source_kind
        CHECK (kind IN ('resolution', 'directive', 'conclusion', 'plan')),
    number TEXT NOT NULL,
    issued INTEGER NOT NULL,
    issuer INTEGER NOT NULL,
    title TEXT NOT NULL,
    title_en TEXT NOT NULL,
    title_de TEXT NOT NULL,
    list INTEGER NOT NULL,
    CONSTRAINT task_source_once UNIQUE (number, issued, issuer)
) STRICT;

CREATE TABLE task_clause (
    source INTEGER NOT NULL,
    id INTEGER NOT NULL,
    annex TEXT NOT NULL,
    section TEXT NOT NULL,
    number TEXT NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (source, id),
    CONSTRAINT task_clause_once UNIQUE (source, annex, section, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_clause_by_position ON task_clause (source, position);

CREATE TABLE task (
    tenant INTEGER NOT NULL,
    id INTEGER NOT NULL,
    source INTEGER NOT NULL,
    clause INTEGER NOT NULL,
    position INTEGER NOT NULL,
    whole INTEGER NOT NULL CONSTRAINT task_whole CHECK (whole IN (0, 1)),
    person TEXT NOT NULL,
    authority TEXT NOT NULL,
    result TEXT NOT NULL,
    leads TEXT NOT NULL,
    coordinating TEXT NOT NULL,
    filled_in INTEGER NOT NULL CONSTRAINT task_filled_in CHECK (filled_in IN (0, 1)),
    content INTEGER NOT NULL, -- fingerprint of the imported line; 0: assigned by hand
    replaces INTEGER NOT NULL,
    replaced_by INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_by_place ON task (source, whole, position, id);

CREATE TABLE task_amendment (
    tenant INTEGER NOT NULL,
    task INTEGER NOT NULL,
    id INTEGER NOT NULL,
    source INTEGER NOT NULL,
    place TEXT NOT NULL,
    account INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    effective INTEGER NOT NULL,
    field TEXT NOT NULL CONSTRAINT task_amendment_field
        CHECK (field IN ('lead', 'coordinating', 'result', 'due')),
    was TEXT NOT NULL,
    becomes TEXT NOT NULL,
    PRIMARY KEY (tenant, task, id)
) STRICT, WITHOUT ROWID;

-- Annex tables between dry run and import: the file as it came, until it is carried out.
CREATE TABLE task_import (
    id INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    source INTEGER NOT NULL,
    creditor INTEGER NOT NULL,
    authority TEXT NOT NULL,
    opened INTEGER NOT NULL,
    name TEXT NOT NULL,
    csv TEXT NOT NULL,
    done_ms INTEGER NOT NULL,
    added INTEGER NOT NULL
) STRICT;

-- A demo opens on one day, its clock stands still on another; no row in a real database.
CREATE TABLE task_demo (
    id INTEGER PRIMARY KEY CONSTRAINT task_demo_one CHECK (id = 1),
    opens INTEGER NOT NULL,
    clock INTEGER NOT NULL
) STRICT;
