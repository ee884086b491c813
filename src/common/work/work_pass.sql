--: sealed work_passing(tenant int, obligation int, side int) -> other_tenant int, other int,
--:+ unit int, day int, first int

--: rows work_pass_parties(tenant int, obligation int) -> unit int, role text
SELECT unit, role FROM work_party WHERE tenant = :tenant AND obligation = :obligation ORDER BY unit;

--: touch work_pass_leave_party(tenant int, obligation int, unit int)
DELETE FROM work_party WHERE tenant = :tenant AND obligation = :obligation AND unit = :unit;

--: touch work_pass_parent(tenant int, id int, parent int, parent_tenant int)
UPDATE work_obligation SET parent = :parent, parent_tenant = :parent_tenant
 WHERE tenant = :tenant AND id = :id;

--: touch work_pass_creditor(tenant int, id int, creditor int)
UPDATE work_obligation SET creditor = :creditor WHERE tenant = :tenant AND id = :id;

--: run work_pass_link(tenant int, obligation int, side int, other_tenant int, other int, unit int,
--:+ day int, first int)
INSERT INTO work_passing (tenant, obligation, side, other_tenant, other, unit, day, first)
VALUES (:tenant, :obligation, :side, :other_tenant, :other, :unit, :day, :first);

--: maybe work_pass_linked(tenant int, obligation int, side int) -> other_tenant int, other int,
--:+ unit int, day int, first int
SELECT other_tenant, other, unit, day, first FROM work_passing
 WHERE tenant = :tenant AND obligation = :obligation AND side = :side;

-- From the few units that have ended to what is left at them, never the other way round.
--: rows work_pass_owing(day int) -> unit int
SELECT DISTINCT u.id FROM unit u CROSS JOIN work_obligation o
 WHERE u.until <> 0 AND u.until <= :day AND o.tenant = u.tenant AND o.owner = u.id
   AND o.closed = 0;

--: rows work_pass_owed_to(day int) -> unit int
SELECT DISTINCT u.id FROM unit u CROSS JOIN work_obligation o
 WHERE u.until <> 0 AND u.until <= :day AND o.creditor = u.id AND o.closed = 0;

--: rows work_pass_coordinating(day int) -> unit int
SELECT DISTINCT u.id FROM unit u CROSS JOIN work_party p CROSS JOIN work_obligation o
 WHERE u.until <> 0 AND u.until <= :day AND p.unit = u.id AND p.role = 'coordinating'
   AND o.tenant = p.tenant AND o.id = p.obligation AND o.closed = 0;

--: rows work_pass_owed(tenant int, unit int, after int, page int) -> tenant int, id int
SELECT tenant, id FROM work_obligation
 WHERE tenant = :tenant AND owner = :unit AND closed = 0 AND id > :after ORDER BY id LIMIT :page;

--: rows work_pass_credited(unit int, after int, page int) -> like work_pass_owed
SELECT tenant, id FROM work_obligation
 WHERE creditor = :unit AND closed = 0 AND id > :after ORDER BY id LIMIT :page;

--: rows work_pass_shared(unit int, after int, page int) -> like work_pass_owed
SELECT o.tenant, o.id FROM work_party p
  JOIN work_obligation o ON o.tenant = p.tenant AND o.id = p.obligation
 WHERE p.unit = :unit AND p.role = 'coordinating' AND o.closed = 0 AND o.id > :after
 ORDER BY o.id LIMIT :page;
