--: maybe core_idem_get(actor int, key text) -> hash text, status int, location text, type text, body text
SELECT hash, status, location, type, body FROM core_idempotency WHERE actor = :actor AND key = :key;

--: run core_idem_put(actor int, key text, hash text, status int, location text, type text, body text, at int)
INSERT INTO core_idempotency (actor, key, hash, status, location, type, body, at)
VALUES (:actor, :key, :hash, :status, :location, :type, :body, :at);

--: run core_idem_purge(before int)
DELETE FROM core_idempotency WHERE at < :before;
