--: sealed work_obligation(tenant int, id int) -> parent int, parent_tenant int, kind text,
--:+ list int, owner int, creditor int, measures int, title text, title_en text, title_de text,
--:+ due_text text, working_days int, opened int, due int, reported int, product_day int, done int,
--:+ done_known int, withdrawn int, reopened int, asked_due int, received int, extensions int,
--:+ returns int, moves int, parts int, parts_done int, settled int, version int

--: sealed work_event(tenant int, obligation int, id int) -> type int, account int, unit int,
--:+ at_ms int, recorded int, effective int, due int, text text, next_step text, obstacle text,
--:+ product text, file int

--: sealed work_party(tenant int, obligation int, unit int) -> role text

--: row work_row_by_id(id int) -> tenant int, id int, parent int, parent_tenant int, kind text,
--:+ list int, owner int, creditor int, measures int, title text, title_en text, title_de text,
--:+ due_text text, working_days int, opened int, due int, reported int, product_day int, done int,
--:+ done_known int, withdrawn int, reopened int, asked_due int, received int, extensions int,
--:+ returns int, moves int, parts int, parts_done int, settled int, version int
SELECT @work_columns(o) FROM work_obligation o WHERE o.id = :id;

--: row work_row_by_key(tenant int, id int) -> like work_row_by_id
SELECT @work_columns(o) FROM work_obligation o WHERE o.tenant = :tenant AND o.id = :id;

-- On PostgreSQL only: SQLite has one writer.
--: run work_lock(tenant int, id int)
UPDATE work_obligation SET version = version WHERE tenant = :tenant AND id = :id;

--: rows work_row_parts(parent int) -> like work_row_by_id
SELECT @work_columns(o) FROM work_obligation o WHERE o.parent = :parent AND o.parent <> 0 ORDER BY o.id;

--: row work_parts_done_day(parent int) -> day int
SELECT MAX(done) FROM work_obligation WHERE parent = :parent AND parent <> 0 AND withdrawn = 0;

-- Two ways to write a row: the first touches no column of an index.
--: touch work_set_light(tenant int, id int, received int, asked_due int, parts int,
--:+ parts_done int, settled int, version int)
UPDATE work_obligation
   SET received = :received, asked_due = :asked_due, parts = :parts, parts_done = :parts_done,
       settled = :settled, version = :version
 WHERE tenant = :tenant AND id = :id;

--: touch work_set(tenant int, id int, due_text text, due int, reported int, product_day int,
--:+ done int, done_known int, withdrawn int, reopened int, asked_due int, extensions int,
--:+ returns int, moves int, parts int, parts_done int, settled int, version int)
UPDATE work_obligation
   SET due_text = :due_text, due = :due, reported = :reported, product_day = :product_day,
       done = :done, done_known = :done_known, withdrawn = :withdrawn, reopened = :reopened,
       asked_due = :asked_due, extensions = :extensions, returns = :returns, moves = :moves, parts = :parts,
       parts_done = :parts_done, settled = :settled, version = :version
 WHERE tenant = :tenant AND id = :id;

--: rows work_event_facts(tenant int, obligation int) -> type int, recorded int, effective int,
--:+ due int
SELECT type, recorded, effective, due
  FROM work_event WHERE tenant = :tenant AND obligation = :obligation ORDER BY id;

--: maybe work_event_last(tenant int, obligation int) -> account int, at_ms int
SELECT account, at_ms FROM work_event
 WHERE tenant = :tenant AND obligation = :obligation ORDER BY id DESC LIMIT 1;

-- Who owns a part stays a party by it, though it may co-ordinate no longer.
--: run work_party_insert(tenant int, obligation int, unit int, role text)
INSERT INTO work_party (tenant, obligation, unit, role)
VALUES (:tenant, :obligation, :unit, :role)
ON CONFLICT (tenant, obligation, unit) DO UPDATE SET role = 'part' WHERE excluded.role = 'part';

--: rows work_party_coordinating(tenant int, obligation int) -> unit int
SELECT unit FROM work_party
 WHERE tenant = :tenant AND obligation = :obligation AND role = 'coordinating' ORDER BY unit;

--: touch work_party_delete(tenant int, obligation int, unit int)
DELETE FROM work_party WHERE tenant = :tenant AND obligation = :obligation AND unit = :unit;

--: run work_words_insert(rows text)
@search_insert(work, :rows);
