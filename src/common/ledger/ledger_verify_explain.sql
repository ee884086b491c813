-- One version there, the same version here.

--: maybe ledger_explain_version(tbl text, k1 int, k2 int, k3 int, k4 int, v int) -> entry int, n int, commitment blob,
--:+ erased int
SELECT entry, n, c, erased FROM ledger_row
 WHERE tbl = :tbl AND k1 = :k1 AND k2 = :k2 AND k3 = :k3 AND k4 = :k4 AND v = :v;

--: maybe ledger_explain_sealed(id int) -> body text
SELECT body FROM ledger_entry WHERE id = :id;

--: maybe ledger_explain_waiting(id int) -> body text, mac blob
SELECT body, mac FROM ledger_new WHERE id = :id;

--: rows ledger_explain_new(after int) -> id int, body text, mac blob
SELECT id, body, mac FROM ledger_new WHERE id > :after ORDER BY id LIMIT 256;
