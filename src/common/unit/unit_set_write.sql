--: rows unit_set_codes() -> id int, unit int, system text, code text, since int, until int
SELECT id, unit, system, code, since, until FROM unit_code ORDER BY unit, id;

--: run unit_set_unit(id int, tenant int, since int, until int, successor int)
INSERT INTO unit (id, tenant, since, until, successor)
VALUES (:id, :tenant, :since, :until, :successor)
ON CONFLICT (id) DO UPDATE SET since = excluded.since, until = excluded.until,
       successor = excluded.successor;

--: run unit_set_put_fact(unit int, since int, kind text, parent int, name text, type text)
INSERT INTO unit_fact (unit, since, kind, parent, short_code, name, name_en, name_de, type)
VALUES (:unit, :since, :kind, :parent,
       COALESCE((SELECT f.short_code FROM unit_fact f
                  WHERE f.unit = :unit AND f.since < :since ORDER BY f.since DESC LIMIT 1), ''),
       :name,
       COALESCE((SELECT f.name_en FROM unit_fact f
                  WHERE f.unit = :unit AND f.since < :since ORDER BY f.since DESC LIMIT 1), ''),
       COALESCE((SELECT f.name_de FROM unit_fact f
                  WHERE f.unit = :unit AND f.since < :since ORDER BY f.since DESC LIMIT 1), ''),
       :type)
ON CONFLICT (unit, since) DO UPDATE SET parent = excluded.parent, name = excluded.name,
       type = excluded.type;

--: run unit_set_new_fact(unit int, since int, kind text, parent int, name text, type text)
INSERT INTO unit_fact (unit, since, kind, parent, short_code, name, name_en, name_de, type)
VALUES (:unit, :since, :kind, :parent, '', :name, '', '', :type);

--: run unit_set_code_row(id int, unit int, system text, code text, since int, until int)
INSERT INTO unit_code (id, unit, system, code, since, until)
VALUES (:id, :unit, :system, :code, :since, :until)
ON CONFLICT (id) DO UPDATE SET since = excluded.since, until = excluded.until;

--: run unit_set_edge(id int, release int, day int, kind text, unit_from int, unit_to int,
--:+ whole int, share_area int, share_population int, detail text, act text, clause text, note text)
INSERT INTO unit_change (id, release, day, kind, unit_from, unit_to, whole, share_area,
       share_population, detail, act, clause, note)
VALUES (:id, :release, :day, :kind, :unit_from, :unit_to, :whole, :share_area,
       :share_population, :detail, :act, :clause, :note)
ON CONFLICT (id) DO UPDATE SET release = excluded.release, kind = excluded.kind,
       whole = excluded.whole, share_area = excluded.share_area,
       share_population = excluded.share_population, detail = excluded.detail,
       act = excluded.act, clause = excluded.clause, note = excluded.note;

--: touch unit_set_drop_edge(id int)
DELETE FROM unit_change WHERE id = :id;

--: run unit_set_no_reach()
DELETE FROM unit_reach;

--: run unit_set_reach()
INSERT INTO unit_reach (above, unit)
WITH RECURSIVE now (unit, parent) AS (
    SELECT f.unit, f.parent FROM unit_fact f
     WHERE f.since = (SELECT MAX(g.since) FROM unit_fact g WHERE g.unit = f.unit)),
 up (above, unit, depth) AS (
    SELECT n.unit, n.unit, 0 FROM now n
     UNION ALL
    SELECT n.parent, u.unit, u.depth + 1 FROM up u JOIN now n ON n.unit = u.above
     WHERE n.parent <> 0 AND u.depth < 16)
SELECT DISTINCT above, unit FROM up;
