--: rows unit_dir_facts() -> id int, tenant int, since int, until int, successor int,
--:+ fact_since int, kind text, parent int, short_code text, name text, name_en text, name_de text
SELECT u.id, u.tenant, u.since, u.until, u.successor, f.since, f.kind, f.parent, f.short_code,
       f.name, f.name_en, f.name_de
  FROM unit u JOIN unit_fact f ON f.unit = u.id
 ORDER BY u.id, f.since DESC;

--: rows unit_dir_codes() -> unit int, system text, code text, since int, until int
SELECT unit, system, code, since, until FROM unit_code ORDER BY id;

--: row unit_dir_revision() -> n int
SELECT n FROM unit_revision WHERE one = 1;
