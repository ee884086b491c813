-- Lists of obligations. Every statement begins with the columns of one index and is read in
-- its order (due, id); what comes after is asked of each row that it passes.
--
-- fits 1: the row is in the class if it says so itself (its last change lies on or before
-- the day that is asked); a row that changed later is always given, and judged by its events.

--: define work_find_where(o)
o.closed = :closed AND (o.due, o.id) > (:after_due, :after_id) AND o.due <= :last_due
   AND ((o.settled > :on_day AND o.opened <= :on_day
         AND (o.moves > 0 OR (o.due >= :due_from AND o.due <= :due_to)))
        OR (o.settled <= :on_day AND :fits = 1 AND o.due >= :due_from AND o.due <= :due_to
            AND (:late & (CASE WHEN o.done > o.due THEN 1 WHEN o.done_known > o.due THEN 2
                               ELSE 4 END)) <> 0))
   AND (:list = 0 OR o.list = :list) AND (o.measures & :measures) <> 0
   AND :words IS NOT NULL AND @work_visible(o);

--: rows work_find_all(closed int, after_due int, after_id int, last_due int, on_day int, fits int, due_from int,
--:+ due_to int, late int, list int, measures int, me int, everywhere int, page int, unit int,
--:+ tenant int, words text)
--:+ -> tenant int, id int, parent int, parent_tenant int, kind text,
--:+ list int, owner int, creditor int, measures int, title text, title_en text, title_de text,
--:+ due_text text, working_days int, opened int, due int, reported int, product_day int, done int,
--:+ done_known int, withdrawn int, reopened int, asked_due int, received int, extensions int,
--:+ returns int, moves int, parts int, parts_done int, settled int, version int
SELECT @work_columns(o) FROM work_obligation o
 WHERE @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_list(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.list = :list AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_tenant(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_owner(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND o.owner = :unit AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_below(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_find_where(o)
   AND EXISTS (SELECT 1 FROM unit_reach ub WHERE ub.above = :unit AND ub.unit = o.owner)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_creditor(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.creditor = :unit AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_party(like work_find_all) -> like work_find_all
SELECT @work_columns(o)
  FROM work_party p JOIN work_obligation o ON o.tenant = p.tenant AND o.id = p.obligation
 WHERE p.unit = :unit AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_waiting(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.reported <> 0 AND @work_find_where(o)
   AND (:unit = 0 OR EXISTS (SELECT 1 FROM unit_reach ub WHERE ub.above = :unit AND ub.unit = o.owner))
 ORDER BY o.due, o.id LIMIT :page;

-- The words hold the units and the list too, so that the index finds what is in all of
-- them; see gather_words() in work_write.c.
--: rows work_find_words(like work_find_all) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE @matches(work, o.id, :words) AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_party_words(like work_find_all) -> like work_find_all
SELECT @work_columns(o)
  FROM work_party p JOIN work_obligation o ON o.tenant = p.tenant AND o.id = p.obligation
 WHERE p.unit = :unit AND @matches(work, o.id, :words) AND @work_find_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_find_parts(parent int, me int, everywhere int, after int, page int) -> like work_find_all
SELECT @work_columns(o) FROM work_obligation o
 WHERE o.parent = :parent AND o.parent <> 0 AND o.id > :after AND @work_visible(o)
 ORDER BY o.id LIMIT :page;

--: rows work_find_facts(tenant int, obligation int) -> type int, recorded int, effective int,
--:+ due int
SELECT type, recorded, effective, due
  FROM work_event WHERE tenant = :tenant AND obligation = :obligation ORDER BY id;
