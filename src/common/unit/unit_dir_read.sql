--: row unit_dir_sizes() -> facts int, codes int, changes int, revision int
SELECT (SELECT COUNT(*) FROM unit_fact), (SELECT COUNT(*) FROM unit_code),
       (SELECT COUNT(*) FROM unit_change), (SELECT n FROM unit_revision WHERE one = 1);

--: rows unit_dir_facts(after int) -> id int, tenant int, since int, until int, successor int,
--:+ fact_since int, kind text, parent int, short_code text, name text, name_en text, name_de text,
--:+ type text
SELECT u.id, u.tenant, u.since, u.until, u.successor, f.since, f.kind, f.parent, f.short_code,
       f.name, f.name_en, f.name_de, f.type
  FROM (SELECT id, tenant, since, until, successor FROM unit
         WHERE id > :after ORDER BY id LIMIT 500) u
  JOIN unit_fact f ON f.unit = u.id
 ORDER BY u.id, f.since DESC;

--: rows unit_dir_codes(after int) -> id int, unit int, system text, code text, since int, until int
SELECT id, unit, system, code, since, until FROM unit_code
 WHERE id > :after ORDER BY id LIMIT 500;

--: rows unit_dir_changes(after int) -> id int, release int, day int, kind text, unit_from int,
--:+ unit_to int, whole int, share_area int, share_population int, detail text, act text,
--:+ clause text, note text
SELECT id, release, day, kind, unit_from, unit_to, whole, share_area, share_population,
       detail, act, clause, note
  FROM unit_change WHERE id > :after ORDER BY id LIMIT 500;
