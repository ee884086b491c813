-- Imports between dry run and carrying out.

--: run task_import_insert(id int, account int, at_ms int, source int, creditor int, authority text, opened int, name text,
--:+    csv text, sheet text)
INSERT INTO task_import (id, account, at_ms, source, creditor, authority, opened, name, csv, sheet, done_ms, added)
VALUES (:id, :account, :at_ms, :source, :creditor, :authority, :opened, :name, :csv, :sheet, 0, 0);

--: maybe task_import_one(id int, account int) -> at_ms int, source int, creditor int, authority text, opened int, name text,
--:+    csv text, sheet text, done_ms int, added int
SELECT at_ms, source, creditor, authority, opened, name, csv, sheet, done_ms, added FROM task_import
 WHERE id = :id AND account = :account;

--: touch task_import_done(id int, done_ms int, added int)
UPDATE task_import SET done_ms = :done_ms, added = :added WHERE id = :id AND done_ms = 0;

-- What was never carried out does not stay for ever.
--: run task_import_forget(account int, before int)
DELETE FROM task_import WHERE account = :account AND done_ms = 0 AND at_ms < :before;

-- A place of a document, and the task that stands there now: two questions, because PostgreSQL,
-- asked for both at once before it has looked at a new document, reads all tasks of it for each place.
--: maybe task_import_place(source int, annex text, section text, number text) -> id int, position int, title text
SELECT id, position, text FROM task_clause
 WHERE source = :source AND annex = :annex AND section = :section AND number = :number;

--: maybe task_import_there(source int, position int, clause int) -> content int, leads text, coordinating text,
--:+    result text, due_text text, due int
SELECT t.content, t.leads, t.coordinating, t.result, o.due_text, o.due
  FROM task t
  JOIN work_obligation o ON o.tenant = t.tenant AND o.id = t.id
 WHERE t.source = :source AND t.whole = 1 AND t.position = :position AND t.clause = :clause;
