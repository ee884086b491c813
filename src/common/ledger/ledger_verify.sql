-- What verify reads of the leaves.

--: rows ledger_verify_waiting(after int) -> id int, body text, mac blob
SELECT id, body, mac FROM ledger_new WHERE id > :after ORDER BY id LIMIT 256;

--: maybe ledger_verify_stray(size int) -> idx int
SELECT idx FROM ledger_entry WHERE idx < 0 OR idx >= :size ORDER BY idx LIMIT 1;
