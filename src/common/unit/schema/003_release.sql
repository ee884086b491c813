-- A list as it was published. Drafts become releases; at most one draft is open.
CREATE TABLE unit_release (
    id INTEGER PRIMARY KEY,
    number INTEGER NOT NULL, -- 1, 2 ... in the order of publishing; 0: not published
    title TEXT NOT NULL CHECK (title <> ''),
    day INTEGER NOT NULL,
    act TEXT NOT NULL CHECK (act <> ''),
    state TEXT NOT NULL CHECK (state IN ('draft', 'approved', 'published', 'rejected')),
    made_by INTEGER NOT NULL, -- account; 0: the command line
    made_at INTEGER NOT NULL,
    decided_by INTEGER NOT NULL, -- who approved or rejected it: another person
    decided_at INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    reason TEXT NOT NULL,   -- why it was rejected
    checksum TEXT NOT NULL  -- SHA-256 of the published list, see unit_release.h
) STRICT;
