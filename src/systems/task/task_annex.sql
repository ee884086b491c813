-- The annex table of a document: whole tasks in the order of their places.

--: rows task_annex_page(source int, position int, id int, most int, me int, everywhere int) -> place_position int,
--:+    task_id int, annex text, section text, number text, leads text, coordinating text, result text, tenant int,
--:+    owner int, measures int, title text, title_en text, title_de text, due_text text, due int, reported int, done int,
--:+    withdrawn int, parts int, parts_done int
SELECT t.position, t.id, k.annex, k.section, k.number, t.leads, t.coordinating, t.result, o.tenant, o.owner, o.measures,
       o.title, o.title_en, o.title_de, o.due_text, CASE WHEN o.due >= 1000000 THEN 0 ELSE o.due END, o.reported, o.done,
       o.withdrawn, o.parts, o.parts_done
  FROM task t
  JOIN work_obligation o ON o.tenant = t.tenant AND o.id = t.id
  JOIN task_clause k ON k.source = t.source AND k.id = t.clause
 WHERE t.source = :source AND t.whole = 1 AND (t.position, t.id) > (:position, :id) AND @work_visible(o)
 ORDER BY t.position, t.id LIMIT :most;
