-- Where messages go. What became of each stands in hook_delivery.
CREATE TABLE hook (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL CHECK (url <> ''),
    note TEXT NOT NULL,        -- whose it is, what for
    secret_no INTEGER NOT NULL, -- raised for a new secret
    state TEXT NOT NULL CHECK (state IN ('active', 'stopped', 'removed')),
    reason TEXT NOT NULL,      -- why the program stopped it
    made_by INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

-- The outbox, and the log of what was sent.
CREATE TABLE hook_delivery (
    id INTEGER PRIMARY KEY,
    hook INTEGER NOT NULL REFERENCES hook (id),
    type TEXT NOT NULL CHECK (type <> ''),
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,   -- not before; while it is being sent, when it may be tried again
    tried_at INTEGER NOT NULL, -- last; 0: never
    status INTEGER NOT NULL,   -- HTTP status of the last answer; 0: none
    fault TEXT NOT NULL        -- why there was none
) STRICT;
CREATE INDEX hook_delivery_hook ON hook_delivery (hook, state, id);
CREATE INDEX hook_delivery_age ON hook_delivery (state, made_at);
