-- Accounts and roles are small (thousands): reference tables where the database is distributed.
CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,              -- to sign in with; never changes
    person TEXT NOT NULL,            -- to show
    folded TEXT NOT NULL,            -- both, without tone marks, for search
    lang TEXT NOT NULL CONSTRAINT account_lang CHECK (lang IN ('', 'vi', 'en', 'de')),
    unit INTEGER NOT NULL,
    hash TEXT NOT NULL,              -- Argon2id; '' until the person has chosen a password
    made_at INTEGER NOT NULL,
    made_by INTEGER NOT NULL,
    closed_at INTEGER NOT NULL,      -- 0: open
    version INTEGER NOT NULL,
    CONSTRAINT account_name_once UNIQUE (name)
) STRICT;
CREATE INDEX account_of_unit ON account (unit, name);

-- A role that has ended stays, so that one can ask who held what when.
CREATE TABLE account_role (
    id INTEGER NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    unit INTEGER NOT NULL,
    role TEXT NOT NULL CONSTRAINT account_role_word
        CHECK (role IN ('viewer', 'officer', 'head', 'overseer', 'admin', 'auditor')),
    since_at INTEGER NOT NULL,
    since_by INTEGER NOT NULL,
    until_at INTEGER NOT NULL,       -- 0: held now
    until_by INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX account_role_once ON account_role (account, unit, role) WHERE until_at = 0;
CREATE INDEX account_role_of ON account_role (account, until_at, unit);
CREATE INDEX account_role_at ON account_role (unit, role, until_at);

-- The cookie itself is nowhere: only its SHA-256.
CREATE TABLE account_session (
    id INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    account INTEGER NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,        -- written at most once a minute
    ends_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    program TEXT NOT NULL,           -- "Firefox, Linux"
    CONSTRAINT account_session_once UNIQUE (hash)
) STRICT;
CREATE INDEX account_session_of ON account_session (account, id);
CREATE INDEX account_session_end ON account_session (ends_at);

-- Bearer tokens of programs. The secret is nowhere: only its SHA-256.
CREATE TABLE account_token (
    id INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL,
    account INTEGER NOT NULL REFERENCES account (id),
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,            -- rights, parted by blanks; or "all"
    made_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL,        -- 0: never
    revoked_at INTEGER NOT NULL,     -- 0: good
    CONSTRAINT account_token_once UNIQUE (hash)
) STRICT;
CREATE INDEX account_token_of ON account_token (account, id);

-- A link by which a person chooses a password, once.
CREATE TABLE account_link (
    hash BLOB NOT NULL PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account (id),
    made_at INTEGER NOT NULL,
    made_by INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_link_of ON account_link (account);

-- Sign-ins that failed: per name, per address, per known device; keyed by a hash of it.
CREATE TABLE account_attempt (
    hash BLOB NOT NULL PRIMARY KEY,
    failed INTEGER NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_attempt_old ON account_attempt (last_at);

-- Devices (by cookie) and addresses from which an account has signed in.
CREATE TABLE account_known (
    account INTEGER NOT NULL REFERENCES account (id),
    hash BLOB NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (account, hash)
) STRICT;

-- Counts up with each change that a cached session or token must not outlive.
CREATE TABLE account_generation (
    id INTEGER NOT NULL PRIMARY KEY CONSTRAINT account_generation_one CHECK (id = 1),
    n INTEGER NOT NULL
) STRICT;
INSERT INTO account_generation (id, n) VALUES (1, 1);
