-- The versions of the rows, in the order of keys.

--: rows ledger_rows_versions(tbl text, a1 int, a2 int, a3 int, a4 int, av int) -> k1 int, k2 int, k3 int, k4 int,
--:+ v int, entry int, n int, commitment blob, salt blob, erased int
SELECT k1, k2, k3, k4, v, entry, n, c, salt, erased FROM ledger_row
 WHERE tbl = :tbl AND (k1, k2, k3, k4, v) > (:a1, :a2, :a3, :a4, :av)
 ORDER BY k1, k2, k3, k4, v LIMIT 1000;

--: maybe ledger_rows_table(after text) -> tbl text
SELECT tbl FROM ledger_row WHERE tbl > :after ORDER BY tbl LIMIT 1;
