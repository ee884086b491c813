-- Extensions that were asked for and are not decided; few at any time.

--: rows task_mine_asked(first_due int, me int, everywhere int) -> id int, owner int, creditor int, measures int, title text, title_en text,
--:+    title_de text, due_text text, due int, asked_due int, reported int, parts int, parts_done int
SELECT o.id, o.owner, o.creditor, o.measures, o.title, o.title_en, o.title_de, o.due_text, o.due, o.asked_due, o.reported,
       o.parts, o.parts_done
  FROM work_obligation o
 WHERE o.asked_due <> 0 AND o.due >= :first_due AND o.done = 0 AND o.withdrawn = 0 AND o.kind = 'task' AND @work_visible(o)
 ORDER BY o.due, o.id LIMIT 100;
