-- Counts a unit's whole tally into (times 1) or out of (times -1) that of one above it.
--: run work_moves_add(tenant int, unit int, above int, times int)
INSERT INTO work_tally AS t (tenant, unit, list, span, day, views, measures, open_in_time,
    open_overdue, open_no_deadline, done_on_time, done_late, done_no_deadline)
SELECT tenant, CAST(:above AS INTEGER), list, span, day, views, measures, :times * open_in_time,
       :times * open_overdue, :times * open_no_deadline, :times * done_on_time,
       :times * done_late, :times * done_no_deadline
  FROM work_tally WHERE tenant = :tenant AND unit = :unit
ON CONFLICT (tenant, unit, list, span, day, views, measures) DO UPDATE SET
    open_in_time = t.open_in_time + excluded.open_in_time,
    open_overdue = t.open_overdue + excluded.open_overdue,
    open_no_deadline = t.open_no_deadline + excluded.open_no_deadline,
    done_on_time = t.done_on_time + excluded.done_on_time,
    done_late = t.done_late + excluded.done_late,
    done_no_deadline = t.done_no_deadline + excluded.done_no_deadline;
