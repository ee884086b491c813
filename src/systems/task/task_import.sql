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

-- The task that stands at a place now. A task has the position of its clause, and so it is found in
-- a document of any length.
--: maybe task_import_there(source int, annex text, section text, number text) -> content int, title text, leads text,
--:+    coordinating text, result text, due_text text, due int
SELECT t.content, k.text, t.leads, t.coordinating, t.result, o.due_text, o.due
  FROM task_clause k
  JOIN task t ON t.source = k.source AND t.whole = 1 AND t.position = k.position AND t.clause = k.id
  JOIN work_obligation o ON o.tenant = t.tenant AND o.id = t.id
 WHERE k.source = :source AND k.annex = :annex AND k.section = :section AND k.number = :number;
