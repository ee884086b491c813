--: sealed work_day_off(day int) -> kind text, source text

--: rows work_calendar_days() -> day int, kind text
SELECT day, kind FROM work_day_off ORDER BY day;

--: run work_calendar_insert(day int, kind text, source text)
INSERT INTO work_day_off (day, kind, source) VALUES (:day, :kind, :source);

-- What is counted in working days, still open, and runs over the day; +id: not by its index.
--: rows work_calendar_touched(day int) -> id int
SELECT id FROM work_obligation
 WHERE closed = 0 AND due >= :day AND working_days > 0 AND opened < :day ORDER BY +id;
