-- Those of one root body whose deadline was moved: of all of them it has a fiftieth.
CREATE INDEX work_obligation_tenant_moved ON work_obligation
    (tenant, (CASE WHEN moves > extensions THEN 1 ELSE 0 END), due, id, opened, list)
    WHERE moves > 0;
