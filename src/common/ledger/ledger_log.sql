-- The log: leaves in order, tiles, the signed head.

--: row ledger_head_get() -> size int, at int, note text, vkey text
SELECT size, at, note, vkey FROM ledger_head WHERE one = 1;

--: touch ledger_head_lock()
UPDATE ledger_head SET size = size WHERE one = 1;

--: touch ledger_head_put(size int, at int, note text, vkey text)
UPDATE ledger_head SET size = :size, at = :at, note = :note, vkey = :vkey WHERE one = 1;

--: rows ledger_new_any() -> id int
SELECT id FROM ledger_new ORDER BY id LIMIT 1;

--: rows ledger_new_page(after int) -> id int, body text, mac blob
SELECT id, body, mac FROM ledger_new WHERE id > :after ORDER BY id LIMIT 256;

-- Exactly those that have got their places: on PostgreSQL a leaf with a smaller id may have
-- been committed since they were read.
--: run ledger_new_drop(from_idx int)
DELETE FROM ledger_new WHERE id IN (SELECT id FROM ledger_entry WHERE idx >= :from_idx);

--: run ledger_entry_add(idx int, id int, body text)
INSERT INTO ledger_entry (idx, id, body) VALUES (:idx, :id, :body);

--: rows ledger_entry_range(from_idx int, until_idx int) -> idx int, id int, body text
SELECT idx, id, body FROM ledger_entry WHERE idx >= :from_idx AND idx < :until_idx ORDER BY idx;

--: maybe ledger_tile_get(level int, n int) -> hashes blob
SELECT hashes FROM ledger_tile WHERE level = :level AND n = :n;

--: run ledger_tile_put(level int, n int, hashes blob)
INSERT INTO ledger_tile (level, n, hashes) VALUES (:level, :n, :hashes)
ON CONFLICT (level, n) DO UPDATE SET hashes = :hashes;

--: row ledger_new_count() -> n int, oldest int
SELECT COUNT(*), COALESCE(MIN(id), 0) FROM ledger_new;
