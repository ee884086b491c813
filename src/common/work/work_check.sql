-- Everything again from the events, a page of keys at a time.

--: rows work_check_page(tenant int, id int) -> tenant int, id int, parent int, parent_tenant int,
--:+ kind text, list int, owner int, creditor int, measures int, title text, title_en text,
--:+ title_de text, due_text text, working_days int, opened int, due int, reported int,
--:+ product_day int, done int, done_known int, withdrawn int, reopened int, asked_due int,
--:+ received int, extensions int, returns int, moves int, parts int, parts_done int, settled int,
--:+ version int
SELECT @work_columns(o) FROM work_obligation o
 WHERE (o.tenant, o.id) > (:tenant, :id) ORDER BY o.tenant, o.id LIMIT 1000;

--: rows work_check_events(tenant int, from_id int, to_id int) -> obligation int, type int,
--:+ recorded int, effective int, due int
SELECT obligation, type, recorded, effective, due FROM work_event
 WHERE tenant = :tenant AND obligation >= :from_id AND obligation <= :to_id
 ORDER BY obligation, id;

--: rows work_check_tally(tenant int, unit int, list int, span int, day int, views int,
--:+ measures int) -> unit int, list int, span int, day int, views int, measures int, n0 int,
--:+ n1 int, n2 int, n3 int, n4 int, n5 int
SELECT unit, list, span, day, views, measures, open_in_time, open_overdue, open_no_deadline,
       done_on_time, done_late, done_no_deadline
  FROM work_tally
 WHERE tenant = :tenant
   AND (unit, list, span, day, views, measures) > (:unit, :list, :span, :day, :views, :measures)
 ORDER BY unit, list, span, day, views, measures LIMIT 1000;

--: rows work_check_parts(after int) -> parent int, parts int, done int
SELECT parent, CAST(SUM(CASE WHEN withdrawn = 0 THEN 1 ELSE 0 END) AS INTEGER),
       CAST(SUM(CASE WHEN withdrawn = 0 AND done <> 0 THEN 1 ELSE 0 END) AS INTEGER)
  FROM work_obligation WHERE parent > :after AND parent <> 0
 GROUP BY parent ORDER BY parent LIMIT 1000;

--: maybe work_check_parent(id int) -> parts int, parts_done int
SELECT parts, parts_done FROM work_obligation WHERE id = :id;

--: rows work_check_bodies() -> tenant int
SELECT tenant FROM work_body ORDER BY tenant;

--: run work_check_forget(tenant int)
DELETE FROM work_tally WHERE tenant = :tenant;
