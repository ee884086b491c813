--: run work_tally_add(tenant int, unit int, list int, span int, day int, views int, measures int,
--:+ n0 int, n1 int, n2 int, n3 int, n4 int, n5 int)
INSERT INTO work_tally AS t (tenant, unit, list, span, day, views, measures, open_in_time,
    open_overdue, open_no_deadline, done_on_time, done_late, done_no_deadline)
VALUES (:tenant, :unit, :list, :span, :day, :views, :measures, :n0, :n1, :n2, :n3, :n4, :n5)
ON CONFLICT (tenant, unit, list, span, day, views, measures) DO UPDATE SET
    open_in_time = t.open_in_time + excluded.open_in_time,
    open_overdue = t.open_overdue + excluded.open_overdue,
    open_no_deadline = t.open_no_deadline + excluded.open_no_deadline,
    done_on_time = t.done_on_time + excluded.done_on_time,
    done_late = t.done_late + excluded.done_late,
    done_no_deadline = t.done_no_deadline + excluded.done_no_deadline;

--: run work_tally_body(tenant int)
INSERT INTO work_body (tenant) VALUES (:tenant) ON CONFLICT DO NOTHING;
