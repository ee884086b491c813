-- The writing side: what happens in the transaction of a change.

--: maybe ledger_row_last(tbl text, k1 int, k2 int, k3 int, k4 int) -> v int
SELECT v FROM ledger_row
 WHERE tbl = :tbl AND k1 = :k1 AND k2 = :k2 AND k3 = :k3 AND k4 = :k4 ORDER BY v DESC LIMIT 1;

--: run ledger_row_add(tbl text, k1 int, k2 int, k3 int, k4 int, v int, entry int, n int, commitment blob,
--:+ salt blob, erased int)
INSERT INTO ledger_row (tbl, k1, k2, k3, k4, v, entry, n, c, salt, erased)
VALUES (:tbl, :k1, :k2, :k3, :k4, :v, :entry, :n, :commitment, :salt, :erased);

--: run ledger_row_forget(tbl text, k1 int, k2 int, k3 int, k4 int, v int)
UPDATE ledger_row SET salt = NULL
 WHERE tbl = :tbl AND k1 = :k1 AND k2 = :k2 AND k3 = :k3 AND k4 = :k4 AND v < :v;

--: run ledger_new_add(id int, body text, mac blob)
INSERT INTO ledger_new (id, body, mac) VALUES (:id, :body, :mac);
