-- Lists of obligations. Every statement reads a stretch of one index in its order (due, id),
-- or sorts the few that it has; what comes after is asked of each row that it passes.
--
-- take says which rows (enum take in work_scan.h): those whose last change lies on or before
-- the day that is asked are in the class if they say so themselves; those that changed later
-- are given to be judged by their events, if they were there at all on that day. Of one that was
-- never reopened it is known that it was not done before its done day (done_by; 0: not asked).

-- What lists show or judge by: a third of a page's time goes into columns.
--: define work_scan_columns(o)
o.tenant, o.id, o.parent, o.owner, o.creditor, o.measures, o.title, o.title_en, o.title_de,
o.due_text, o.opened, o.due, o.reported, o.done, o.done_known, o.withdrawn, o.asked_due,
o.extensions, o.returns, o.parts, o.parts_done, o.settled, o.version;

--: define work_scan_kind(o)
CASE WHEN o.settled <= :on_day THEN
          CASE o.closed WHEN 0 THEN 1
               WHEN 1 THEN CASE WHEN (:late & (CASE WHEN o.done > o.due THEN 1
                                                    WHEN o.done_known > o.due THEN 2
                                                    ELSE 4 END)) <> 0 THEN 2 ELSE 0 END
               ELSE 0 END
     WHEN :done_by > 0 AND o.reopened = 0 AND (o.done = 0 OR o.done > :done_by) THEN 0
     WHEN o.moves = 0 THEN 4
     WHEN o.moves = o.extensions THEN 8
     ELSE 16 END;

--: define work_scan_where(o)
(o.due, o.id) > (:after_due, :after_id) AND o.due <= :last_due AND o.opened <= :on_day
   AND ((:take & 3) <> 0 OR o.settled > :on_day)
   AND (:take & (@work_scan_kind(o))) <> 0
   AND (:list = 0 OR o.list = :list) AND (o.measures & :measures) <> 0
   AND :words IS NOT NULL AND @work_visible(o);

-- What is open stands in the order of deadlines; what has ended, on the shelf of the 32 days in
-- which it last changed.
--: define work_scan_open(o)
o.closed = 0 AND @work_scan_where(o);

--: define work_scan_shelf(o)
o.closed <> 0 AND o.settled / 32 = :kind AND @work_scan_where(o);

--: define work_scan_under(o)
EXISTS (SELECT 1 FROM unit_reach ub WHERE ub.above = :unit AND ub.unit = o.owner);

--: rows work_scan_all(kind int, after_due int, after_id int, last_due int, on_day int, take int,
--:+ late int, done_by int, list int, measures int, me int, everywhere int, page int, unit int,
--:+ tenant int, words text)
--:+ -> tenant int, id int, parent int, owner int, creditor int, measures int, title text,
--:+ title_en text, title_de text, due_text text, opened int, due int, reported int, done int,
--:+ done_known int, withdrawn int, asked_due int, extensions int, returns int, parts int,
--:+ parts_done int, settled int, version int
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE @work_scan_open(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_list(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.list = :list AND @work_scan_open(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_tenant(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_scan_open(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_below(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_scan_open(o) AND @work_scan_under(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_shelf_all(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE @work_scan_shelf(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_shelf_list(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.list = :list AND @work_scan_shelf(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_shelf_tenant(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_scan_shelf(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_shelf_below(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_scan_shelf(o) AND @work_scan_under(o)
 ORDER BY o.due, o.id LIMIT :page;

--: row work_scan_shelves() -> first int, last int
SELECT COALESCE((SELECT o.settled / 32 FROM work_obligation o
                  WHERE o.closed <> 0 AND o.settled / 32 >= 0
                  ORDER BY o.settled / 32 LIMIT 1), 0),
       COALESCE((SELECT o.settled / 32 FROM work_obligation o
                  WHERE o.closed <> 0 AND o.settled / 32 >= 0
                  ORDER BY o.settled / 32 DESC LIMIT 1), -1);

-- Those whose deadline was moved: kind 0 by extensions only, so that it never was later.
--: define work_scan_move(o)
o.moves > 0 AND (CASE WHEN o.moves > o.extensions THEN 1 ELSE 0 END) = :kind AND @work_scan_where(o);

--: rows work_scan_moved(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE @work_scan_move(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_moved_below(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND @work_scan_move(o) AND (:unit = :tenant OR @work_scan_under(o))
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_owner(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.tenant = :tenant AND o.owner = :unit AND o.closed = :kind AND @work_scan_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_creditor(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.creditor = :unit AND o.closed = :kind AND @work_scan_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_party(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o)
  FROM work_party p JOIN work_obligation o ON o.tenant = p.tenant AND o.id = p.obligation
 WHERE p.unit = :unit AND @work_scan_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_waiting(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.reported <> 0 AND @work_scan_where(o)
   AND (:unit = 0 OR @work_scan_under(o))
 ORDER BY o.due, o.id LIMIT :page;

-- The words hold the units and the list too, so that the index finds what is in all of
-- them; see gather_words() in work_write.c.
--: rows work_scan_words(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE @matches(work, o.id, :words) AND @work_scan_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_party_words(like work_scan_all) -> like work_scan_all
SELECT @work_scan_columns(o)
  FROM work_party p JOIN work_obligation o ON o.tenant = p.tenant AND o.id = p.obligation
 WHERE p.unit = :unit AND @matches(work, o.id, :words) AND @work_scan_where(o)
 ORDER BY o.due, o.id LIMIT :page;

--: rows work_scan_parts(parent int, me int, everywhere int, after int, page int) -> like work_scan_all
SELECT @work_scan_columns(o) FROM work_obligation o
 WHERE o.parent = :parent AND o.parent <> 0 AND o.id > :after AND @work_visible(o)
 ORDER BY o.id LIMIT :page;

--: rows work_scan_facts(tenant int, obligation int) -> type int, recorded int, effective int,
--:+ due int
SELECT type, recorded, effective, due
  FROM work_event WHERE tenant = :tenant AND obligation = :obligation ORDER BY id;
