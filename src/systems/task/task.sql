-- A demo's clock.

--: maybe task_demo_days() -> opens int, clock int
SELECT opens, clock FROM task_demo WHERE id = 1;

--: run task_demo_put(opens int, clock int)
INSERT INTO task_demo (id, opens, clock) VALUES (1, :opens, :clock);
