-- For people and programs that look at the log.

--: rows ledger_record_versions(tbl text, k1 int, k2 int, k3 int, k4 int, after int) -> v int, n int, commitment blob,
--:+ salt blob, erased int, idx int, body text
SELECT r.v, r.n, r.c, r.salt, r.erased, COALESCE(e.idx, -1), COALESCE(e.body, '')
  FROM ledger_row r LEFT JOIN ledger_entry e ON e.id = r.entry
 WHERE r.tbl = :tbl AND r.k1 = :k1 AND r.k2 = :k2 AND r.k3 = :k3 AND r.k4 = :k4 AND r.v > :after
 ORDER BY r.v LIMIT 100;

--: maybe ledger_record_leaf(tbl text, k1 int, k2 int, k3 int, k4 int) -> idx int
SELECT COALESCE(e.idx, -1)
  FROM ledger_row r LEFT JOIN ledger_entry e ON e.id = r.entry
 WHERE r.tbl = :tbl AND r.k1 = :k1 AND r.k2 = :k2 AND r.k3 = :k3 AND r.k4 = :k4
 ORDER BY r.v DESC LIMIT 1;
