-- Sessions of browsers, tokens of programs, and the generation of what is cached of them.

--: sealed account_token(id int) -> account int, label text, scopes text, made_at int, ends_at int,
--:+ revoked_at int

--: row account_generation_now() -> n int
SELECT n FROM account_generation WHERE id = 1;

--: touch account_generation_next()
UPDATE account_generation SET n = n + 1 WHERE id = 1;

--: maybe account_session_by(hash blob) -> id int, account int, seen_at int, ends_at int
SELECT s.id, s.account, s.seen_at, s.ends_at
  FROM account_session s JOIN account a ON a.id = s.account
 WHERE s.hash = :hash AND a.closed_at = 0;

--: run account_session_insert(id int, hash blob, account int, at int, ends int, address text,
--:+ program text)
INSERT INTO account_session (id, hash, account, made_at, seen_at, ends_at, address, program)
VALUES (:id, :hash, :account, :at, :at, :ends, :address, :program);

--: run account_session_seen(hash blob, at int)
UPDATE account_session SET seen_at = :at WHERE hash = :hash AND seen_at < :at;

--: run account_session_drop(hash blob)
DELETE FROM account_session WHERE hash = :hash;

--: maybe account_token_by(hash blob) -> id int, account int, scopes text, ends_at int
SELECT t.id, t.account, t.scopes, t.ends_at
  FROM account_token t JOIN account a ON a.id = t.account
 WHERE t.hash = :hash AND t.revoked_at = 0 AND a.closed_at = 0;

--: run account_token_insert(id int, hash blob, account int, label text, scopes text, at int, ends int)
INSERT INTO account_token (id, hash, account, label, scopes, made_at, ends_at, used_at, revoked_at)
VALUES (:id, :hash, :account, :label, :scopes, :at, :ends, 0, 0);

--: run account_token_used(hash blob, at int)
UPDATE account_token SET used_at = :at WHERE hash = :hash AND used_at < :at;

--: run account_session_prune(before int, idle int)
DELETE FROM account_session WHERE ends_at < :before OR seen_at < :idle;

--: run account_link_prune(before int)
DELETE FROM account_link WHERE ends_at < :before;

--: run account_attempt_prune(before int)
DELETE FROM account_attempt WHERE last_at < :before;

--: run account_known_prune(before int)
DELETE FROM account_known WHERE last_at < :before;

--: rows account_sessions_of(account int, at int, idle int) -> id int, hash blob, made_at int, seen_at int,
--:+ ends_at int, address text, program text
SELECT id, hash, made_at, seen_at, ends_at, address, program FROM account_session
 WHERE account = :account AND ends_at > :at AND seen_at > :idle ORDER BY id DESC LIMIT 100;

--: touch account_session_end(id int, account int)
DELETE FROM account_session WHERE id = :id AND account = :account;

--: run account_session_end_all(account int, but blob)
DELETE FROM account_session WHERE account = :account AND hash <> :but;

--: rows account_token_list(account int) -> id int, label text, scopes text, made_at int, ends_at int,
--:+ used_at int, revoked_at int
SELECT id, label, scopes, made_at, ends_at, used_at, revoked_at FROM account_token
 WHERE account = :account ORDER BY id DESC LIMIT 100;

--: touch account_token_revoke_one(id int, account int, at int)
UPDATE account_token SET revoked_at = :at WHERE id = :id AND account = :account AND revoked_at = 0;

--: rows account_token_good(account int) -> id int
SELECT id FROM account_token WHERE account = :account AND revoked_at = 0;

-- Nobody needs more browsers than that; a program that signs in for each task makes more.
--: run account_session_limit(account int)
DELETE FROM account_session WHERE account = :account AND id NOT IN (
    SELECT id FROM account_session WHERE account = :account ORDER BY id DESC LIMIT 50);
