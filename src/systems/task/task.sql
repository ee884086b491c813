-- A demo's clock.

--: maybe task_demo_day() -> day int
SELECT day FROM task_demo WHERE id = 1;

--: run task_demo_put(day int)
INSERT INTO task_demo (id, day) VALUES (1, :day) ON CONFLICT (id) DO UPDATE SET day = :day;
