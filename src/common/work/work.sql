--: sealed work_list(id int) -> code text, name text, name_en text, name_de text

--: run work_list_insert(id int, code text, name text, name_en text, name_de text)
INSERT INTO work_list (id, code, name, name_en, name_de)
VALUES (:id, :code, :name, :name_en, :name_de);

--: rows work_list_all() -> id int, code text, name text, name_en text, name_de text
SELECT id, code, name, name_en, name_de FROM work_list ORDER BY code;

--: maybe work_list_of_code(code text) -> like work_list_all
SELECT id, code, name, name_en, name_de FROM work_list WHERE code = :code;

--: row work_row_seen(id int, me int, everywhere int) -> tenant int, id int, parent int, parent_tenant int, kind text,
--:+ list int, owner int, creditor int, measures int, title text, title_en text, title_de text,
--:+ due_text text, working_days int, opened int, due int, reported int, product_day int, done int,
--:+ done_known int, withdrawn int, reopened int, asked_due int, received int, extensions int,
--:+ returns int, moves int, parts int, parts_done int, settled int, version int
SELECT @work_columns(o) FROM work_obligation o WHERE o.id = :id AND @work_visible(o);

--: rows work_event_all(tenant int, obligation int) -> id int, type int, account int, unit int,
--:+ at_ms int, recorded int, effective int, due int, text text, next_step text, obstacle text,
--:+ product text, file int
SELECT id, type, account, unit, at_ms, recorded, effective, due, text, next_step, obstacle,
       product, file
  FROM work_event WHERE tenant = :tenant AND obligation = :obligation ORDER BY id;
