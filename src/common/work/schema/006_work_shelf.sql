-- What is open stands in the order of deadlines; what has ended, on the shelf of the 32 days in
-- which it last changed. So a list of a past day passes little that ended before that day; what
-- it passes, it tells by the last column, without the row.
DROP INDEX work_obligation_all;
DROP INDEX work_obligation_list;
DROP INDEX work_obligation_tenant;
CREATE INDEX work_obligation_open ON work_obligation (due, id, opened) WHERE closed = 0;
CREATE INDEX work_obligation_list ON work_obligation (list, due, id, opened) WHERE closed = 0;
CREATE INDEX work_obligation_tenant ON work_obligation (tenant, due, id, opened) WHERE closed = 0;
CREATE INDEX work_obligation_shelf ON work_obligation ((settled / 32), due, id, settled)
    WHERE closed <> 0;
CREATE INDEX work_obligation_list_shelf ON work_obligation (list, (settled / 32), due, id, settled)
    WHERE closed <> 0;
CREATE INDEX work_obligation_tenant_shelf ON work_obligation (tenant, (settled / 32), due, id, settled)
    WHERE closed <> 0;
-- Those whose deadline on a past day may not be the one in the row; 0: then it was earlier.
CREATE INDEX work_obligation_moved ON work_obligation
    ((CASE WHEN moves > extensions THEN 1 ELSE 0 END), due, id, opened, list, tenant)
    WHERE moves > 0;
