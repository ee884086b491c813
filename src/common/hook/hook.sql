--: sealed hook(id int) -> url text, note text, secret_no int, state text, reason text,
--:+ made_by int, made_at int

--: rows hook_all() -> id int, url text, note text, secret_no int, state text, reason text,
--:+ made_by int, made_at int
SELECT id, url, note, secret_no, state, reason, made_by, made_at FROM hook
 WHERE state <> 'removed' ORDER BY id;

--: maybe hook_one(id int) -> id int, url text, note text, secret_no int, state text, reason text,
--:+ made_by int, made_at int
SELECT id, url, note, secret_no, state, reason, made_by, made_at FROM hook
 WHERE id = :id AND state <> 'removed';

--: rows hook_active() -> id int
SELECT id FROM hook WHERE state = 'active' ORDER BY id;

--: run hook_insert(id int, url text, note text, made_by int, made_at int)
INSERT INTO hook (id, url, note, secret_no, state, reason, made_by, made_at)
VALUES (:id, :url, :note, 1, 'active', '', :made_by, :made_at);

--: touch hook_set(id int, state text, reason text)
UPDATE hook SET state = :state, reason = :reason WHERE id = :id;

--: touch hook_new_secret(id int)
UPDATE hook SET secret_no = secret_no + 1 WHERE id = :id;

--: run hook_put(id int, hook int, type text, body text, made_at int)
INSERT INTO hook_delivery (id, hook, type, body, made_at, state, attempts, due_at, tried_at,
       status, fault)
VALUES (:id, :hook, :type, :body, :made_at, 'waiting', 0, 0, 0, 0, '');

--: rows hook_log(hook int, before int) -> id int, type text, made_at int, state text,
--:+ attempts int, due_at int, tried_at int, status int, fault text
SELECT id, type, made_at, state, attempts, due_at, tried_at, status, fault FROM hook_delivery
 WHERE hook = :hook AND id < :before ORDER BY id DESC LIMIT 101;

--: run hook_retry(hook int, due_at int)
UPDATE hook_delivery SET attempts = 0, due_at = :due_at WHERE hook = :hook AND state = 'waiting';

--: run hook_forget(hook int)
DELETE FROM hook_delivery WHERE hook = :hook AND state = 'waiting';
