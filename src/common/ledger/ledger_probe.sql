-- A sealed table of the tests, and what an intruder does past the program.

--: sealed ledger_probe(tenant int, id int) -> title text, due int, proof blob

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
UPDATE ledger_tile SET hashes = :hashes WHERE level = :level AND n = :n;

--: run ledger_probe_q_head(size int, note text)
UPDATE ledger_head SET size = :size, note = :note WHERE one = 1;
