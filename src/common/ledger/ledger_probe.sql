-- A sealed table of the tests, and what an intruder does past the program.

--: sealed ledger_probe(tenant int, id int) -> title text, due int, proof blob

-- The same table as it was before it got its last column.
--: sealed ledger_probe_past(tenant int, id int) -> title text, due int

--: run ledger_probe_q_past(tenant int, id int, title text, due int)
INSERT INTO ledger_probe_past (tenant, id, title, due) VALUES (:tenant, :id, :title, :due);

--: run ledger_probe_q_put(tenant int, id int, title text, due int, proof blob)
INSERT INTO ledger_probe (tenant, id, title, due, proof) VALUES (:tenant, :id, :title, :due, :proof)
ON CONFLICT (tenant, id) DO UPDATE SET title = :title, due = :due, proof = :proof;

--: run ledger_probe_q_drop(tenant int, id int)
DELETE FROM ledger_probe WHERE tenant = :tenant AND id = :id;

--: rows ledger_probe_q_new() -> id int, body text
SELECT id, body FROM ledger_new ORDER BY id;

--: run ledger_probe_q_forge(id int, body text, mac blob)
INSERT INTO ledger_new (id, body, mac) VALUES (:id, :body, :mac);

--: run ledger_probe_q_tile(level int, n int, hashes blob)
INSERT INTO ledger_tile (level, n, hashes) VALUES (:level, :n, :hashes)
ON CONFLICT (level, n) DO UPDATE SET hashes = :hashes;

--: run ledger_probe_q_leaf(idx int, body text)
UPDATE ledger_entry SET body = :body WHERE idx = :idx;

--: row ledger_probe_q_body(idx int) -> body text
SELECT body FROM ledger_entry WHERE idx = :idx;

--: run ledger_probe_q_leaf_move(idx int, to_idx int)
UPDATE ledger_entry SET idx = :to_idx WHERE idx = :idx;

--: run ledger_probe_q_leaf_drop(idx int)
DELETE FROM ledger_entry WHERE idx = :idx;

--: run ledger_probe_q_version_drop(id int, v int)
DELETE FROM ledger_row WHERE tbl = 'ledger_probe' AND k2 = :id AND v = :v;

--: run ledger_probe_q_version_salt(id int, v int)
UPDATE ledger_row SET salt = NULL WHERE tbl = 'ledger_probe' AND k2 = :id AND v = :v;

--: run ledger_probe_q_version_add(tbl text, k1 int, k2 int, v int, entry int, commitment blob, salt blob)
INSERT INTO ledger_row (tbl, k1, k2, k3, k4, v, entry, n, c, salt, erased)
VALUES (:tbl, :k1, :k2, 0, 0, :v, :entry, 5, :commitment, :salt, 0);

--: run ledger_probe_q_head(size int, note text)
UPDATE ledger_head SET size = :size, note = :note WHERE one = 1;
