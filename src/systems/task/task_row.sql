-- The rows of a task: what the document says of it. The obligation itself is work's.

--: sealed task(tenant int, id int) -> source int, clause int, position int, whole int, person text, authority text, result text, leads text, coordinating text, filled_in int, content int, replaces int, replaced_by int
--: sealed task_clause(source int, id int) -> annex text, section text, number text, position int, text text
--: sealed task_amendment(tenant int, task int, id int) -> source int, place text, account int, at_ms int, effective int, field text, was text, becomes text

--: maybe task_row_one(tenant int, id int) -> source int, clause int, position int, annex text, section text, number text,
--:+    person text, authority text, result text, leads text, coordinating text, filled_in int, replaces int, replaced_by int
SELECT t.source, t.clause, t.position, k.annex, k.section, k.number, t.person, t.authority, t.result, t.leads,
       t.coordinating, t.filled_in, t.replaces, t.replaced_by
  FROM task t LEFT JOIN task_clause k ON k.source = t.source AND k.id = t.clause
 WHERE t.tenant = :tenant AND t.id = :id;

--: touch task_row_words(tenant int, id int, result text, coordinating text)
UPDATE task SET result = :result, coordinating = :coordinating WHERE tenant = :tenant AND id = :id;

--: touch task_row_set_replaced(tenant int, id int, by int)
UPDATE task SET replaced_by = :by, whole = 0 WHERE tenant = :tenant AND id = :id;

--: maybe task_row_clause_taken(source int, annex text, section text, number text) -> id int
SELECT id FROM task_clause WHERE source = :source AND annex = :annex AND section = :section AND number = :number;

--: row task_row_next_position(source int) -> position int
SELECT coalesce(max(position), 0) + 1 FROM task_clause WHERE source = :source;

--: rows task_row_amendments(tenant int, task int) -> id int, source int, number text, place text, account int, at_ms int,
--:+    effective int, field text, was text, becomes text
SELECT a.id, a.source, s.number, a.place, a.account, a.at_ms, a.effective, a.field, a.was, a.becomes
  FROM task_amendment a LEFT JOIN task_source s ON s.id = a.source
 WHERE a.tenant = :tenant AND a.task = :task ORDER BY a.id;
