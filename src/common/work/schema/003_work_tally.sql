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
-- Ranks are not asked for, so no sizes are kept; segments are joined later than they would be by
-- themselves: a third less for each new title.
CREATE VIRTUAL TABLE work_search USING fts5(words, content='', columnsize=0, prefix='2 3',
    tokenize='unicode61 remove_diacritics 0');
INSERT INTO work_search (work_search, rank) VALUES ('automerge', 8);
--! pg
CREATE TABLE work_search (
    tenant BIGINT NOT NULL,
    rowid_ BIGINT NOT NULL,
    words TSVECTOR NOT NULL,
    PRIMARY KEY (tenant, rowid_)
);
CREATE INDEX work_search_words ON work_search USING gin (words);
--! both
