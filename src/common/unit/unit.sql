--: sealed unit(id int) -> tenant int, since int, until int, successor int

--: sealed unit_fact(unit int, since int) -> kind text, parent int, short_code text, name text,
--:+ name_en text, name_de text, type text

--: sealed unit_code(id int) -> unit int, system text, code text, since int, until int

--: sealed unit_change(id int) -> release int, day int, kind text, unit_from int, unit_to int,
--:+ whole int, share_area int, share_population int, detail text, act text, clause text, note text

--: maybe unit_write_one(id int) -> tenant int, since int, until int
SELECT tenant, since, until FROM unit WHERE id = :id;

--: maybe unit_write_parent(id int) -> kind text, tenant int, since int, until int, depth int
SELECT f.kind, u.tenant, u.since, u.until, (SELECT COUNT(*) FROM unit_reach r WHERE r.unit = u.id)
  FROM unit u JOIN unit_fact f ON f.unit = u.id
 WHERE u.id = :id ORDER BY f.since DESC LIMIT 1;

--: maybe unit_write_code_holder(system text, code text, since int, until int) -> unit int
SELECT unit FROM unit_code
 WHERE system = :system AND code = :code AND (until = 0 OR until > :since)
   AND (since < :until OR :until = 0) LIMIT 1;

--: maybe unit_write_state() -> id int
SELECT unit FROM unit_fact WHERE kind = 'state' LIMIT 1;

--: run unit_write_insert(id int, tenant int, since int)
INSERT INTO unit (id, tenant, since, until, successor) VALUES (:id, :tenant, :since, 0, 0);

--: run unit_write_fact(unit int, since int, kind text, parent int, short_code text,
--:+ name text, name_en text, name_de text, type text)
INSERT INTO unit_fact (unit, since, kind, parent, short_code, name, name_en, name_de, type)
VALUES (:unit, :since, :kind, :parent, :short_code, :name, :name_en, :name_de, :type);

--: run unit_write_code(id int, unit int, system text, code text, since int, until int)
INSERT INTO unit_code (id, unit, system, code, since, until)
VALUES (:id, :unit, :system, :code, :since, :until);

--: run unit_write_reach(unit int, parent int)
INSERT INTO unit_reach (above, unit)
SELECT above, CAST(:unit AS INTEGER) FROM unit_reach WHERE unit = :parent
UNION SELECT CAST(:unit AS INTEGER), CAST(:unit AS INTEGER);

--: run unit_write_leave(unit int)
DELETE FROM unit_reach
 WHERE unit IN (SELECT b.unit FROM unit_reach b WHERE b.above = :unit)
   AND above IN (SELECT a.above FROM unit_reach a WHERE a.unit = :unit AND a.above <> :unit);

--: run unit_write_enter(unit int, parent int)
INSERT INTO unit_reach (above, unit)
SELECT a.above, b.unit FROM unit_reach a, unit_reach b WHERE a.unit = :parent AND b.above = :unit;

--: maybe unit_write_below(unit int, above int) -> unit int
SELECT unit FROM unit_reach WHERE unit = :unit AND above = :above;

--: row unit_write_height(unit int, parent int) -> n int
SELECT (SELECT COUNT(*) FROM unit_reach p WHERE p.unit = :parent)
     + (SELECT MAX(x.n) FROM (SELECT COUNT(*) AS n FROM unit_reach r
         WHERE r.unit IN (SELECT b.unit FROM unit_reach b WHERE b.above = :unit)
         GROUP BY r.unit) x)
     - (SELECT COUNT(*) FROM unit_reach o WHERE o.unit = :unit) + 1;

--: touch unit_write_close(id int, until int, successor int)
UPDATE unit SET until = :until, successor = :successor WHERE id = :id AND until = 0;

--: touch unit_write_succeed(id int, until int, successor int)
UPDATE unit SET successor = :successor WHERE id = :id AND until = :until;

--: rows unit_write_open_codes(unit int) -> id int
SELECT id FROM unit_code WHERE unit = :unit AND until = 0;

--: touch unit_write_close_code(id int, until int)
UPDATE unit_code SET until = :until WHERE id = :id;

--: maybe unit_write_newest(unit int) -> since int, kind text, parent int, short_code text,
--:+ name text, name_en text, name_de text, type text
SELECT since, kind, parent, short_code, name, name_en, name_de, type FROM unit_fact
 WHERE unit = :unit ORDER BY since DESC LIMIT 1;

--: run unit_write_link(id int, release int, day int, kind text, unit_from int, unit_to int,
--:+ whole int, share_area int, share_population int, detail text, act text, clause text, note text)
INSERT INTO unit_change (id, release, day, kind, unit_from, unit_to, whole, share_area,
       share_population, detail, act, clause, note)
VALUES (:id, :release, :day, :kind, :unit_from, :unit_to, :whole, :share_area,
       :share_population, :detail, :act, :clause, :note);

--: rows unit_write_edges(unit int, day int) -> unit_to int, whole int, share_area int,
--:+ share_population int
SELECT unit_to, whole, share_area, share_population FROM unit_change
 WHERE unit_from = :unit AND day = :day;

--: rows unit_check_reach() -> unit int
SELECT f.unit FROM unit_fact f
 WHERE f.since = (SELECT MAX(g.since) FROM unit_fact g WHERE g.unit = f.unit)
   AND (NOT EXISTS (SELECT 1 FROM unit_reach r WHERE r.above = f.unit AND r.unit = f.unit)
     OR (SELECT COUNT(*) FROM unit_reach r WHERE r.unit = f.unit) <>
        1 + (SELECT COUNT(*) FROM unit_reach r WHERE r.unit = f.parent)
     OR (f.parent <> 0 AND NOT EXISTS (
         SELECT 1 FROM unit_reach r WHERE r.above = f.parent AND r.unit = f.unit)));
