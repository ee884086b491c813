--: sealed unit(id int) -> tenant int, since int, until int, successor int

--: sealed unit_fact(unit int, since int) -> kind text, parent int, short_code text, name text,
--:+ name_en text, name_de text

--: sealed unit_code(id int) -> unit int, system text, code text, since int, until int

--: maybe unit_change_parent(id int) -> kind text, tenant int, until int, depth int
SELECT f.kind, u.tenant, u.until, (SELECT COUNT(*) FROM unit_reach r WHERE r.unit = u.id)
  FROM unit u JOIN unit_fact f ON f.unit = u.id
 WHERE u.id = :id ORDER BY f.since DESC LIMIT 1;

--: maybe unit_change_code_holder(system text, code text, day int) -> unit int
SELECT unit FROM unit_code
 WHERE system = :system AND code = :code AND (until = 0 OR until > :day) LIMIT 1;

--: maybe unit_change_state() -> id int
SELECT unit FROM unit_fact WHERE kind = 'state' LIMIT 1;

--: run unit_change_insert(id int, tenant int, since int)
INSERT INTO unit (id, tenant, since, until, successor) VALUES (:id, :tenant, :since, 0, 0);

--: run unit_change_fact(unit int, since int, kind text, parent int, short_code text,
--:+ name text, name_en text, name_de text)
INSERT INTO unit_fact (unit, since, kind, parent, short_code, name, name_en, name_de)
VALUES (:unit, :since, :kind, :parent, :short_code, :name, :name_en, :name_de);

--: run unit_change_code(id int, unit int, system text, code text, since int)
INSERT INTO unit_code (id, unit, system, code, since, until)
VALUES (:id, :unit, :system, :code, :since, 0);

--: run unit_change_reach(unit int, parent int)
INSERT INTO unit_reach (above, unit)
SELECT above, CAST(:unit AS INTEGER) FROM unit_reach WHERE unit = :parent
UNION SELECT CAST(:unit AS INTEGER), CAST(:unit AS INTEGER);

--: touch unit_change_close(id int, until int, successor int)
UPDATE unit SET until = :until, successor = :successor WHERE id = :id AND until = 0;

--: rows unit_change_open_codes(unit int) -> id int
SELECT id FROM unit_code WHERE unit = :unit AND until = 0;

--: touch unit_change_close_code(id int, until int)
UPDATE unit_code SET until = :until WHERE id = :id;

--: maybe unit_change_newest(unit int) -> since int, kind text, parent int, short_code text
SELECT since, kind, parent, short_code FROM unit_fact
 WHERE unit = :unit ORDER BY since DESC LIMIT 1;

--: rows unit_check_reach() -> unit int
SELECT f.unit FROM unit_fact f
 WHERE f.since = (SELECT MAX(g.since) FROM unit_fact g WHERE g.unit = f.unit)
   AND (NOT EXISTS (SELECT 1 FROM unit_reach r WHERE r.above = f.unit AND r.unit = f.unit)
     OR (SELECT COUNT(*) FROM unit_reach r WHERE r.unit = f.unit) <>
        1 + (SELECT COUNT(*) FROM unit_reach r WHERE r.unit = f.parent)
     OR (f.parent <> 0 AND NOT EXISTS (
         SELECT 1 FROM unit_reach r WHERE r.above = f.parent AND r.unit = f.unit)));

--: touch unit_change_revision()
UPDATE unit_revision SET n = n + 1 WHERE one = 1;
