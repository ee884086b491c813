-- A sealed table of the tests, and what an intruder does to it.

--: sealed ledger_probe(tenant int, id int) -> title text, due int, proof blob

--: run ledger_probe_put(tenant int, id int, title text, due int, proof blob)
INSERT INTO ledger_probe (tenant, id, title, due, proof) VALUES (:tenant, :id, :title, :due, :proof)
ON CONFLICT (tenant, id) DO UPDATE SET title = :title, due = :due, proof = :proof;

--: run ledger_probe_drop(tenant int, id int)
DELETE FROM ledger_probe WHERE tenant = :tenant AND id = :id;

--: rows ledger_probe_new() -> id int, body text
SELECT id, body FROM ledger_new ORDER BY id;
