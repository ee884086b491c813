-- Sign-ins: what failed lately, and from where an account has signed in before.

--: maybe account_attempt_candidate(name text) -> id int, hash text, lang text
SELECT id, hash, lang FROM account WHERE name = :name AND closed_at = 0;

--: maybe account_attempt_of(hash blob) -> failed int, last_at int
SELECT failed, last_at FROM account_attempt WHERE hash = :hash;

--: run account_attempt_put(hash blob, failed int, at int)
INSERT INTO account_attempt (hash, failed, last_at) VALUES (:hash, :failed, :at)
ON CONFLICT (hash) DO UPDATE SET failed = :failed, last_at = :at;

--: run account_attempt_forget(hash blob)
DELETE FROM account_attempt WHERE hash = :hash;

--: maybe account_known_one(account int, hash blob) -> last_at int
SELECT last_at FROM account_known WHERE account = :account AND hash = :hash;

--: run account_known_put(account int, hash blob, at int)
INSERT INTO account_known (account, hash, last_at) VALUES (:account, :hash, :at)
ON CONFLICT (account, hash) DO UPDATE SET last_at = :at;

--: run account_known_forget(account int)
DELETE FROM account_known WHERE account = :account;

--: run account_known_limit(account int)
DELETE FROM account_known WHERE account = :account AND hash NOT IN (
    SELECT hash FROM account_known WHERE account = :account ORDER BY last_at DESC LIMIT 100);
