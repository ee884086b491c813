--: rows work_figures_bodies() -> tenant int
SELECT tenant FROM work_body ORDER BY tenant;

-- Months before, and days of the month: at most a few hundred rows whatever the age.
--: row work_figures_state(tenant int, unit int, list int, views int, measures int, month int,
--:+ on_day int) -> n0 int, n1 int, n2 int, n3 int, n4 int, n5 int
SELECT CAST(COALESCE(SUM(open_in_time), 0) AS INTEGER),
       CAST(COALESCE(SUM(open_overdue), 0) AS INTEGER),
       CAST(COALESCE(SUM(open_no_deadline), 0) AS INTEGER),
       CAST(COALESCE(SUM(done_on_time), 0) AS INTEGER),
       CAST(COALESCE(SUM(done_late), 0) AS INTEGER),
       CAST(COALESCE(SUM(done_no_deadline), 0) AS INTEGER)
  FROM (SELECT * FROM work_tally WHERE tenant = :tenant AND unit = :unit AND list = :list
           AND span = 1 AND day < :month
        UNION ALL
        SELECT * FROM work_tally WHERE tenant = :tenant AND unit = :unit AND list = :list
           AND span = 0 AND day >= :month AND day <= :on_day) x
 WHERE (views & :views) <> 0 AND (measures & :measures) <> 0;

-- The same for each unit of a root body that has figures, in the order of ids.
--: rows work_figures_states(tenant int, list int, views int, measures int, month int,
--:+ on_day int) -> unit int, n0 int, n1 int, n2 int, n3 int, n4 int, n5 int
SELECT unit,
       CAST(COALESCE(SUM(open_in_time), 0) AS INTEGER),
       CAST(COALESCE(SUM(open_overdue), 0) AS INTEGER),
       CAST(COALESCE(SUM(open_no_deadline), 0) AS INTEGER),
       CAST(COALESCE(SUM(done_on_time), 0) AS INTEGER),
       CAST(COALESCE(SUM(done_late), 0) AS INTEGER),
       CAST(COALESCE(SUM(done_no_deadline), 0) AS INTEGER)
  FROM (SELECT t.* FROM unit_reach ur CROSS JOIN work_tally t
         WHERE ur.above = :tenant AND t.tenant = :tenant AND t.unit = ur.unit AND t.list = :list
           AND t.span = 1 AND t.day < :month
        UNION ALL
        SELECT t.* FROM unit_reach ur CROSS JOIN work_tally t
         WHERE ur.above = :tenant AND t.tenant = :tenant AND t.unit = ur.unit AND t.list = :list
           AND t.span = 0 AND t.day >= :month AND t.day <= :on_day) x
 WHERE (views & :views) <> 0 AND (measures & :measures) <> 0
 GROUP BY unit ORDER BY unit;

-- The deltas themselves, in order: for curves.
--: rows work_figures_deltas(tenant int, unit int, list int, span int, views int, measures int,
--:+ from_day int, to_day int) -> day int, n0 int, n1 int, n2 int, n3 int, n4 int, n5 int
SELECT day, open_in_time, open_overdue, open_no_deadline, done_on_time, done_late,
       done_no_deadline
  FROM work_tally
 WHERE tenant = :tenant AND unit = :unit AND list = :list AND span = :span
   AND day >= :from_day AND day <= :to_day
   AND (views & :views) <> 0 AND (measures & :measures) <> 0
 ORDER BY day;
