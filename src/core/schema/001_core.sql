-- The answers of requests that carried an idempotency key, for a day: a repetition gets the
-- same answer and changes nothing. Not sealed: it is not a record, and can be dropped.
CREATE TABLE core_idempotency (
    actor INTEGER NOT NULL,
    key TEXT NOT NULL,
    hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    location TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX core_idempotency_at ON core_idempotency (at);
